import { readFile } from 'node:fs/promises'
import { type BrandKind, KindError, type TemplateSpec, templateSpecSchema } from '@contactsheet/contract'
import type { BrandStore } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'
import { faceOf, type KeptFace } from './face-of.ts'
import { FontFiles } from './font-files.ts'
import { SINGULAR } from './names.ts'

/** Templates held in memory, of some kilobytes each, and bytes of logos. */
const MAX_TEMPLATES = 50
const MAX_LOGO_BYTES = 16 * 1024 * 1024

/** A font with the file that it is drawn from. */
export interface LoadedFont extends KeptFace {
  file: string
}

/** A logo, ready to be laid on a picture. */
export interface LoadedLogo {
  png: Buffer
  /** Pixels. */
  width: number
  height: number
  sha256: string
}

/** Where a PNG says how wide it is, and behind that how high. */
const PNG_WIDTH = 16

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
  readonly #templates: LRUCache<string, TemplateSpec>
  readonly #logos: LRUCache<string, Buffer>

  constructor(store: Pick<BrandStore, 'content'>, files = new FontFiles()) {
    this.#store = store
    this.#files = files
    // `fetchMethod` makes leaves that ask at once share one answer.
    this.#templates = new LRUCache<string, TemplateSpec>({
      max: MAX_TEMPLATES,
      fetchMethod: async hash =>
        templateSpecSchema.parse(JSON.parse((await this.#read('templates', hash)).toString())),
    })
    this.#logos = new LRUCache<string, Buffer>({
      maxSize: MAX_LOGO_BYTES,
      sizeCalculation: content => content.length,
      fetchMethod: hash => this.#read('logos', hash),
    })
  }

  /** A template as it was checked when it was stored. */
  async template(hash: string): Promise<TemplateSpec> {
    return this.#templates.forceFetch(hash)
  }

  async logo(hash: string): Promise<LoadedLogo> {
    const png = await this.#logos.forceFetch(hash)
    return {
      png,
      width: png.readUInt32BE(PNG_WIDTH),
      height: png.readUInt32BE(PNG_WIDTH + 4),
      sha256: hash,
    }
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
