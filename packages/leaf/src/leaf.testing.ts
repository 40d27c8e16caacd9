import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrandLoader } from '@contactsheet/brand'
import type { Composed } from '@contactsheet/compose'
import {
  type Attempt,
  type Batch,
  byProvider,
  firstAttempt,
  type Leaf,
  leafOf,
  MAX_ATTEMPTS,
} from '@contactsheet/contract'
import type { GeneratedImage, ImageProvider, ImageRequest, Room } from '@contactsheet/providers'
import { BatchStore, createDiskStore, type ObjectStore } from '@contactsheet/storage'
import { vi } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { ByteBudget } from './byte-budget.ts'
import { ReferencePictures } from './reference-pictures.ts'
import type { Hold, LeafTools } from './work.ts'

export const picture: GeneratedImage = {
  bytes: Buffer.from('a picture'),
  contentType: 'image/png',
  simulated: false,
}
export const first: Attempt = firstAttempt()
export const last: Attempt = { ...first, number: MAX_ATTEMPTS }
export const never = new AbortController().signal
export const sure: Hold = { isSure: () => true, isNew: () => false }

/** A leaf, and a store of its own. */
export interface TestLeaf {
  objects: ObjectStore
  store: BatchStore
  batch: Batch
  leaf: Leaf
  /** What is stored under a key, as text. */
  storedText(key: string | undefined): Promise<string | undefined>
  remove(): Promise<void>
}

export async function openLeaf(): Promise<TestLeaf> {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-leaf-'))
  const objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  const store = new BatchStore(objects)
  await store.ready()
  const batch = makeBatch(1)
  const storedText = async (key = '') => (await objects.get(key))?.toString()
  const remove = () => rm(folder, { recursive: true, force: true })
  return { objects, store, batch, leaf: leafOf(batch, 0, 1), storedText, remove }
}

/** Tools whose every provider answers with the picture, and `generate`, which hears of each call. */
export function toolsOf({ store }: TestLeaf, rest: Partial<LeafTools> = {}) {
  const generate = vi.fn(async (_request: ImageRequest, _signal: AbortSignal, _room: Room) => picture)
  const tools: LeafTools = {
    store,
    providers: allProviders(generate),
    brand: new BrandLoader(store.brand),
    references: new ReferencePictures(store.references, 1_000),
    compose: async original => composedOf(Buffer.concat([Buffer.from('composed '), original])),
    drawAhead: () => {},
    memory: new ByteBudget(1_000, 100),
    ...rest,
  }
  return { tools, generate }
}

/** What is made of an original, where only the bytes of its image matter. */
export function composedOf(bytes: Buffer): Composed {
  const picture = { bytes, width: 1200, height: 630 }
  return {
    pictures: [picture],
    small: { bytes: Buffer.from('small'), width: 640, height: 336 },
    hasTitle: true,
  }
}

export function allProviders(generate: ImageProvider['generate'], simulated = false): LeafTools['providers'] {
  const preload = async () => {}
  const isSimulated = async () => simulated
  const batches = () => Promise.reject(new Error('no batch API'))
  return byProvider(name => ({ name, preload, isSimulated, generate, batches }))
}
