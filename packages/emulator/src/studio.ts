import { addGrain, encode, inset, paint } from '@contactsheet/scenery'
import pLimit from 'p-limit'
import type { Take } from './ask.ts'

/** Pictures in the making at once; each holds its raw pixels. */
const AT_ONCE = 3

/** Makes the pictures of an ask, encoded. */
export class Studio {
  readonly #seed: number
  readonly #limit = pLimit(AT_ONCE)

  /** @param seed other seeds make other pictures of the same prompts */
  constructor(seed: number) {
    this.#seed = seed
  }

  /** @param signal when it fires before painting starts, there is no painting */
  make(ask: Take, signal?: AbortSignal): Promise<Buffer[]> {
    const { references = [] } = ask
    return Promise.all(
      Array.from({ length: ask.count }, (_, index) =>
        this.#limit(async () => {
          signal?.throwIfAborted()
          const painted = await paint({ ...ask, seed: this.#seed + index })
          const files = await Promise.all(references.map(({ file }) => file.arrayBuffer()))
          const raster =
            files.length === 0
              ? painted
              : await inset(
                  painted,
                  files.map(file => new Uint8Array(file)),
                )
          if (ask.grainy) addGrain(raster)
          return encode(raster, ask.format, ask.compression)
        }),
      ),
    )
  }
}
