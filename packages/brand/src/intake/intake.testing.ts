import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fieldErrors, type TemplateSpec, templateSpecSchema } from '@contactsheet/contract'
import { BrandStore, createDiskStore, type ObjectStore } from '@contactsheet/storage'
import { readFont } from '../read/font.ts'
import { readLogo } from '../read/logo.ts'
import { BrandIntake, type CheckTemplate } from './intake.ts'

/** A store of a test's own, on disk, with a brand kit in it. */
export interface TestIntake {
  objects: ObjectStore
  store: BrandStore
  intake: BrandIntake
  /** Folder for files. */
  folder: string
  close(): Promise<void>
}

/** Its schema alone: how a template lays itself out is for whoever draws it to judge. */
const checkTemplate: CheckTemplate = async template => {
  const { data, error } = templateSpecSchema.safeParse(template)
  return data === undefined
    ? { errors: fieldErrors(error) }
    : { spec: data, label: data.label, prompt: 'keep it calm' }
}

/** A template whose texts are set in these fonts, one after the other. */
export function templateWith({ label = 'Test', logo, fonts = [] }: Named = {}): TemplateSpec {
  const items = (['title', 'subtitle', 'byline'] as const).map((kind, place) => ({
    kind,
    size: { min: 20, max: 60 },
    color: 'text',
    ...(fonts[place] === undefined ? {} : { font: fonts[place] }),
  }))
  return {
    version: 1,
    label,
    calm: 'keep it calm',
    colors: { dark: { text: '#ffffff' }, light: { text: '#000000' } },
    ...(logo === undefined ? {} : { logo }),
    layers: [{ kind: 'stack', box: {}, anchor: 'middle', align: 'center', items }],
  }
}

interface Named {
  label?: string
  logo?: string
  fonts?: string[]
}

/** Files are read in this process: they are our own, and another one takes a third of a second to start. */
const readers = { fonts: readFont, logos: readLogo }

/** @param store one that is there already */
export async function openIntake(given?: BrandStore): Promise<TestIntake> {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-brand-test-'))
  const objects = createDiskStore({ dataDir: folder, bucket: 'thumbnails' })
  await objects.ready()
  const store = given ?? new BrandStore(objects)
  return {
    objects,
    store,
    intake: new BrandIntake(
      store,
      { maxFontBytes: 1_000_000, maxLogoBytes: 100_000 },
      checkTemplate,
      readers,
    ),
    folder,
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

export const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>',
)
