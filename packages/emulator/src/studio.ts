import { createHash } from 'node:crypto'
import { encode, paint } from '@contactsheet/scenery'
import pLimit from 'p-limit'
import type { Ask } from './ask.ts'

/** Pictures in the making at once; each holds its raw pixels. */
const AT_ONCE = 3
/** Motifs that flat answers share. */
const FLAT_MOTIFS = 4

/** Makes the pictures of an ask, encoded. */
export class Studio {
  readonly #seed: number
  readonly #limit = pLimit(AT_ONCE)

  /** @param seed other seeds make other pictures of the same prompts */
  constructor(seed: number) {
    this.#seed = seed
  }

  /** @param signal when it fires before painting starts, there is no painting */
  make(ask: Ask, signal?: AbortSignal): Promise<Buffer[]> {
    return Promise.all(
      Array.from({ length: ask.count }, (_, index) =>
        this.#limit(async () => {
          signal?.throwIfAborted()
          const raster = await paint({ ...ask, seed: this.#seed + index })
          return encode(raster, ask.format, ask.compression)
        }),
      ),
    )
  }
}

/** An ask that stands for many, so that their answers can be made once and shared: one of a few prompts for all. */
export function flatten(ask: Ask): Ask {
  const motif = (createHash('sha256').update(ask.prompt).digest()[0] ?? 0) % FLAT_MOTIFS
  return { ...ask, prompt: `Motif ${motif}` }
}
