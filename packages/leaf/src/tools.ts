import { BrandLoader } from '@contactsheet/brand'
import { compose, drawAhead } from '@contactsheet/compose'
import { MAX_ANSWER_ROOM, openProviders } from '@contactsheet/providers'
import type { BatchStore } from '@contactsheet/storage'
import { ByteBudget } from './byte-budget.ts'
import { ReferencePictures } from './reference-pictures.ts'
import type { LeafTools } from './work.ts'

type Config = Parameters<typeof openProviders>[0] & {
  /** What originals may take of the memory, in MiB. */
  WORK_MEMORY_MB: number
}

/** The tools of every leaf in this process, with the providers as a deployment is configured. */
export function leafTools(config: Config, store: BatchStore): LeafTools {
  const bytes = config.WORK_MEMORY_MB * 1024 * 1024
  const memory = new ByteBudget(bytes, MAX_ANSWER_ROOM)
  return {
    store,
    providers: openProviders(config),
    brand: new BrandLoader(store.brand),
    references: new ReferencePictures(store.references, bytes / 2),
    compose,
    drawAhead,
    memory,
  }
}
