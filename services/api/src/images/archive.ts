import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { leafCount, leavesOf, outputsOf } from '@contactsheet/contract'
import { type BatchStore, parseImageName, resultKey } from '@contactsheet/storage'
import { type Selection, selectorOf, selects } from '../batches/selection.ts'
import type { Snapshot } from '../batches/snapshot.ts'
import { Entries, type Entry } from './entries.ts'
import { zip } from './zip.ts'

/** Images read ahead of what has been sent. Each is held in memory; none would mean to wait for the store at each image. */
const AHEAD = 4

/** Leaves whose records are asked for together. */
const LEAVES_AT_ONCE = 500

/** A batch's images as a zip archive, piece by piece. */
export interface Archive {
  images: number
  /** Bytes of the whole. */
  size: number
  /** A stream that reads images as they are taken from it. It fails at one that cannot be read. */
  open(): Readable
}

/** What of a batch an archive has, and how. */
export interface ArchiveRequest extends Selection {
  /** Name of the only output to take. */
  output?: string | undefined
  /** `prompt`: files are named by the number of their prompt and the title alone, not by their model. */
  names?: 'prompt' | undefined
}

/**
 * The archive of the pictures a batch has by now; of all of them, after its result if it has settled. Where the batch has more than
 * one output, those of each are in a folder of its name.
 */
export async function archiveOf(
  store: BatchStore,
  snapshot: Snapshot,
  request: ArchiveRequest,
): Promise<Archive> {
  const result = selects(request) ? undefined : await resultOf(store, snapshot)
  const entries = new Entries()
  if (result !== undefined) entries.add([result])
  for await (const images of imagesOf(snapshot, request)) entries.add(images)
  const files = Readable.from(entries).map(
    async (entry: Entry) => ({
      name: entry.name,
      lastModified: new Date(entry.modifiedAt),
      input:
        entry.key === result?.key
          ? readResult(store, snapshot.batch.id, entry)
          : await readImage(store, entry),
    }),
    { concurrency: AHEAD },
  )
  const images = entries.count - (result === undefined ? 0 : 1)
  return { images, size: entries.zipBytes, open: () => zip(files) }
}

/** The images of some hundred leaves at a time. */
async function* imagesOf(snapshot: Snapshot, request: ArchiveRequest): AsyncGenerator<Entry[]> {
  const { batch } = snapshot
  const { output: only } = request
  const isSelected = await selectorOf(snapshot, request)
  const [first, ...others] = outputsOf(batch)
  const folderOf = (name: string) => (only === undefined && others.length > 0 ? `${name}/` : '')
  const nameOf = request.names === 'prompt' ? namesByPrompt() : fileName
  for (let from = 0; from < leafCount(batch); from += LEAVES_AT_ONCE) {
    const leaves = [...leavesOf(batch, from, from + LEAVES_AT_ONCE)]
    const wanted = leaves.filter(leaf => snapshot.stateOf(leaf.id) === 'succeeded' && isSelected(leaf))
    const images: Entry[] = []
    for (const record of await Promise.all(wanted.map(leaf => snapshot.record(leaf.id))))
      if (record?.image !== undefined) {
        const modifiedAt = Date.parse(record.composedAt ?? record.settledAt)
        for (const { key, bytes, name } of [{ ...record.image, name: first.name }, ...(record.outputs ?? [])])
          if (only === undefined || only === name)
            images.push({ key, name: nameOf(key, folderOf(name)), modifiedAt, size: bytes })
      }
    yield images
  }
}

function fileName(key: string, folder: string): string {
  return folder + key.slice(key.lastIndexOf('/') + 1)
}

/**
 * Names such as `0001-a-red-fox.jpg`, as a list of one picture a prompt is handed on; where there are more of the same, the
 * second is `0001-a-red-fox-2.jpg`.
 */
function namesByPrompt(): (key: string, folder: string) => string {
  const taken = new Map<string, number>()
  return (key, folder) => {
    const file = fileName(key, '')
    const image = parseImageName(file)
    if (image === undefined) return folder + file
    const number = String(Number(image.leafId.slice(0, 4)) + 1).padStart(4, '0')
    const stem = `${folder}${number}-${image.slug}`
    const place = (taken.get(stem) ?? 0) + 1
    taken.set(stem, place)
    return `${stem}${place === 1 ? '' : `-${place}`}${extname(file)}`
  }
}

async function resultOf(store: BatchStore, { batch, settledAt }: Snapshot): Promise<Entry | undefined> {
  if (settledAt === undefined) return undefined
  const stat = await store.statResult(batch.id)
  return (
    stat && {
      key: resultKey(batch.id),
      name: 'result.json',
      modifiedAt: Date.parse(settledAt),
      size: stat.size,
    }
  )
}

/** @throws Error if it is gone, or is not as long as it should be */
async function readImage(store: BatchStore, { key, size }: Entry): Promise<Buffer> {
  const picture = await store.image({ key })
  if (picture === undefined) throw new Error(`${key} is gone.`)
  // The length of the whole was promised already: one that differs would run into the next answer, or never end.
  if (picture.length !== size) throw new Error(`${key} has ${picture.length} bytes instead of ${size}.`)
  return picture
}

/** The same of a result, which may be too large to be held. */
async function* readResult(store: BatchStore, batchId: string, { key, size }: Entry): AsyncGenerator<Buffer> {
  const found = await store.resultDocument(batchId)
  if (found === undefined) throw new Error(`${key} is gone.`)
  let left = size
  for await (const piece of found.body) {
    left -= piece.length
    if (left < 0) break
    yield piece
  }
  if (left !== 0) throw new Error(`${key} does not have ${size} bytes any more.`)
}
