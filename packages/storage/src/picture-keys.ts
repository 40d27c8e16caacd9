import {
  type Batch,
  type Leaf,
  OUTPUT_FORMATS,
  type Output,
  type OutputFormat,
  outputsOf,
} from '@contactsheet/contract'
import { batchFolder } from './layout.ts'
import { slug } from './slug.ts'

export function imagesFolder(batchId: string): string {
  return `${batchFolder(batchId)}images/`
}

/** File name of a leaf's image, readable by people. */
export function imageName(batch: Batch, leaf: Leaf): string {
  return `${stem(batch, leaf)}.${extensionOf(outputsOf(batch)[0].format)}`
}

/** What the names of a leaf's pictures begin with. */
function stem(batch: Batch, leaf: Leaf): string {
  if (leaf.version === undefined) return `${leaf.id}-${slug(leaf.title, batch.names)}--${leaf.model.id}`
  // Every release that knows versions knows the second way.
  return `${leaf.id}-${slug(leaf.title, 2)}--${leaf.model.id}--${leaf.version}`
}

function extensionOf(format: OutputFormat): string {
  return OUTPUT_FORMATS[format].extension
}

export function imageKey(batch: Batch, leaf: Leaf): string {
  return imagesFolder(batch.id) + imageName(batch, leaf)
}

export function smallFolder(batchId: string): string {
  return `${batchFolder(batchId)}small/`
}

/** What small pictures are written as. */
export const SMALL_FORMAT: OutputFormat = 'jpeg'

export function smallKey(batch: Batch, leaf: Leaf): string {
  return `${smallFolder(batch.id)}${stem(batch, leaf)}.${extensionOf(SMALL_FORMAT)}`
}

export function outputsFolder(batchId: string): string {
  return `${batchFolder(batchId)}outputs/`
}

/** Where a leaf's picture of an output is that is not the first. */
export function outputKey(batch: Batch, leaf: Leaf, { name, format }: Output): string {
  return `${outputsFolder(batch.id)}${stem(batch, leaf)}--${name}.${extensionOf(format)}`
}

/** Folders of a batch's finished pictures: of the first output, the same small, and of the other outputs. */
export type PictureFolder = 'images' | 'small' | 'outputs'

/** @param file name of a picture in that folder */
export function pictureKey(batchId: string, folder: PictureFolder, file: string): string {
  return `${batchFolder(batchId)}${folder}/${file}`
}

/** File name of the small picture beside an image. */
export function smallName(imageName: string): string {
  return imageName.replace(/[a-z]+$/, extensionOf(SMALL_FORMAT))
}

/** Path under which the API shows an image or another output. Keys hold nothing that a URL would have to escape. */
export function imagePath(key: string): string {
  const [, batchId, folder, file] = key.split('/')
  return `/${folder}/${batchId}/${file}`
}

/** What the name of an image says. */
export interface ImageName {
  leafId: string
  slug: string
  model: string
  /** Of the version it is of; undefined for the first. */
  tag?: string | undefined
}

/**
 * Takes the file name of a finished picture apart; undefined if it is none. A slug has no two dashes in a row, so they end
 * it. In the name of another output, the output counts as part of the model.
 */
export function parseImageName(name: string): ImageName | undefined {
  const match =
    /^(\d{4}-\d{2}[a-j]?)-([a-z0-9]+(?:-[a-z0-9]+)*)--([a-z0-9][a-z0-9.-]*?)(?:--(v\d+-[0-9a-z]{4}))?\.(?:jpg|webp|avif|png)$/.exec(
      name,
    )
  const [, leafId, words, model, tag] = match ?? []
  if (leafId === undefined || words === undefined || model === undefined) return undefined
  return { leafId, slug: words, model, tag }
}
