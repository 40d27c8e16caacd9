import { readFile } from 'node:fs/promises'
import { type BrandKind, KindError } from '@contactsheet/contract'
import type { BrandStore } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'
import { faceOf, type KeptFace } from './face-of.ts'
import { FontFiles } from './font-files.ts'
import { SINGULAR } from './names.ts'

/** Templates and logos held in memory, in bytes. */
const MAX_HELD = 16 * 1024 * 1024

/** A font with the file that it is drawn from. */
export interface LoadedFont extends KeptFace {
  file: string
}

/**
 * Gets what a batch was accepted with, by hash. What was read once is kept: templates and logos in memory, fonts in files
 * of this machine.
 *
 * Each method throws KindError: of kind `storage` if the store does not answer or has something else there, of kind
 * `internal` if the content is gone.
 */
export class BrandLoader {
  readonly #store: Pick<BrandStore, 'content'>
  readonly #files: FontFiles
  readonly #faces = new Map<string, KeptFace>()
  readonly #held: LRUCache<string, Buffer, BrandKind>

  constructor(store: Pick<BrandStore, 'content'>, files = new FontFiles()) {
    this.#store = store
    this.#files = files
    // `fetchMethod` makes leaves that ask at once share one answer.
    this.#held = new LRUCache({
      maxSize: MAX_HELD,
      sizeCalculation: content => content.length,
      fetchMethod: (hash, _before, { context }) => this.#read(context, hash),
    })
  }

  /** A template as it was checked when it was stored. */
  async template(hash: string): Promise<unknown> {
    return JSON.parse((await this.#held.forceFetch(hash, { context: 'templates' })).toString())
  }

  /** A logo as a PNG. */
  async logo(hash: string): Promise<Buffer> {
    return this.#held.forceFetch(hash, { context: 'logos' })
  }

  /** A font, in a file that is there for as long as a picture takes. */
  async font(hash: string): Promise<LoadedFont> {
    const file = await this.#files.path(hash, () => this.#read('fonts', hash))
    const face = this.#faces.get(hash) ?? faceOf(await readFile(file))
    this.#faces.set(hash, face)
    return { ...face, file }
  }

  async #read(kind: BrandKind, hash: string): Promise<Buffer> {
    const content = await this.#store.content(kind, hash)
    if (content === undefined)
      throw new KindError(
        'internal',
        `The ${SINGULAR[kind]} that the batch was accepted with is gone from the store: ${hash} under brand/objects/.`,
      )
    return content
  }
}
