import { createHash } from 'node:crypto'
import { REFERENCE_LIMITS, type Reference } from '@contactsheet/contract'
import { download, type EgressOptions } from '@contactsheet/egress'
import { type ReferenceStore, referenceOf } from '@contactsheet/storage'
import pLimit from 'p-limit'
import { BrandFault } from '../fault.ts'
import { readApart } from '../read/read-apart.ts'

const FETCHED = {
  maxBytes: REFERENCE_LIMITS.bytes,
  /** Longest that fetching one picture may take. */
  timeoutMs: 30_000,
}

/** Pictures fetched at once, by all requests together: each is in memory until it was judged. */
const fetching = pLimit(8)

/** The pictures that models are to be given, as they come in: sent, or fetched from where a request says. */
export class ReferenceIntake {
  readonly #store: ReferenceStore
  readonly #reach: EgressOptions

  /** @param reach what addresses may lead to */
  constructor(store: ReferenceStore, reach: EgressOptions) {
    this.#store = store
    this.#reach = reach
  }

  /**
   * Keeps a picture. The same bytes again are the same picture, which then counts as new.
   *
   * @throws BrandFault if it is none that models can be given
   */
  async put(file: Buffer): Promise<Reference> {
    const { sha256: _, bytes: __, ...facts } = await this.#judge(file)
    return this.#store.put(file, facts)
  }

  /**
   * Fetches the picture at an address.
   *
   * @param keep whether it is kept as if it had been sent
   * @returns a sentence if it cannot be had, or is none that models can be given
   */
  fetch(url: URL, keep: boolean): Promise<Reference | string> {
    return fetching(async () => {
      const file = await download(url, FETCHED, this.#reach).catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      )
      if (typeof file === 'string') return `could not be fetched: ${file}`
      try {
        return await (keep ? this.put(file) : this.#judge(file))
      } catch (error) {
        if (error instanceof BrandFault) return `leads to what cannot be used: ${error.message}`
        throw error
      }
    })
  }

  /** What was judged before is not judged again. */
  async #judge(file: Buffer): Promise<Reference> {
    const known = await this.#store.find(createHash('sha256').update(file).digest('hex'))
    if (known?.bytes === file.length) return known
    return referenceOf(file, await readApart('references', file, REFERENCE_LIMITS.bytes))
  }
}
