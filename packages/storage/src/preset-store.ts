import { DOCUMENT_VERSION, PRESET_NAME_PATTERN, type PresetView } from '@contactsheet/contract'
import pLimit from 'p-limit'
import { z } from 'zod'
import { readDocument, writeDocument } from './documents.ts'
import { PRESETS, parsePresetKey, presetKey } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { unlessDamaged } from './unreadable.ts'

/** Documents read at once. */
const CALLS_AT_ONCE = 16

/** What is kept of a preset. Whoever reads one judges its request anew: what it names may be gone. */
const documentSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  updatedAt: z.iso.datetime(),
  request: z.record(z.string(), z.unknown()),
})

/** Presets of a deployment, a document each. Every change is one write, and the last one to write a name has it. */
export class PresetStore {
  readonly #objects: ObjectStore

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  async put(name: string, request: PresetView['request']): Promise<PresetView> {
    const updatedAt = new Date().toISOString()
    await writeDocument(this.#objects, presetKey(name), { version: DOCUMENT_VERSION, updatedAt, request })
    return { name, updatedAt, request }
  }

  /** Undefined if there is none, or its document is damaged. */
  async get(name: string): Promise<PresetView | undefined> {
    if (!PRESET_NAME_PATTERN.test(name)) return undefined
    const document = await unlessDamaged(readDocument(this.#objects, presetKey(name), documentSchema))
    return document && { name, updatedAt: document.updatedAt, request: document.request }
  }

  /** All that can be read, by their names, ascending. */
  async list(): Promise<PresetView[]> {
    const found = await pLimit(CALLS_AT_ONCE).map(await this.names(), name => this.get(name))
    return found.filter(preset => preset !== undefined)
  }

  /** All names, ascending. One listing. */
  async names(): Promise<string[]> {
    const keys = await Array.fromAsync(this.#objects.list(PRESETS))
    return keys.flatMap(key => parsePresetKey(key) ?? [])
  }

  /** Takes a preset away. No error if there is none. */
  async remove(name: string): Promise<void> {
    await this.#objects.delete(presetKey(name))
  }
}
