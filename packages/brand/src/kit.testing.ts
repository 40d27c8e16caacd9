import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fieldErrors } from '@contactsheet/contract'
import { BrandStore, createDiskStore, type ObjectStore } from '@contactsheet/storage'
import { z } from 'zod'
import { BrandKit, type CheckTemplate } from './kit.ts'
import { readFont } from './read/font.ts'
import { readLogo } from './read/logo.ts'

/** A store of a test's own, on disk, with a brand kit in it. */
export interface TestKit {
  objects: ObjectStore
  store: BrandStore
  kit: BrandKit
  /** Folder for files. */
  folder: string
  close(): Promise<void>
}

const specSchema = z.strictObject({
  version: z.literal(1),
  logo: z.string().optional(),
  layers: z.array(z.strictObject({ font: z.string().optional() })),
})

/** In place of the rules for templates. */
const checkTemplate: CheckTemplate = async template => {
  const { data, error } = specSchema.safeParse(template)
  return data === undefined ? { errors: fieldErrors(error) } : { spec: data }
}

/** Files are read in this process: they are our own, and another one takes a third of a second to start. */
const readers = { fonts: readFont, logos: readLogo }

export async function openKit(): Promise<TestKit> {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-brand-test-'))
  const objects = createDiskStore({ dataDir: folder, bucket: 'thumbnails' })
  await objects.ready()
  const store = new BrandStore(objects)
  return {
    objects,
    store,
    kit: new BrandKit(store, { maxFontBytes: 1_000_000, maxLogoBytes: 100_000 }, checkTemplate, readers),
    folder,
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

export const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>',
)
