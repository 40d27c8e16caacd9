import { BrandLoader } from '@contactsheet/brand'
import { compose } from '@contactsheet/compose'
import { MAX_ANSWER_ROOM, openProviders } from '@contactsheet/providers'
import type { BatchStore } from '@contactsheet/storage'
import { ByteBudget } from './byte-budget.ts'
import type { LeafTools } from './work.ts'

type Config = Parameters<typeof openProviders>[0] & {
  /** What originals may take of the memory, in MiB. */
  WORK_MEMORY_MB: number
}

/** The tools of every leaf in this process, with the providers as a deployment is configured. */
export function leafTools(config: Config, store: BatchStore): LeafTools {
  const memory = new ByteBudget(config.WORK_MEMORY_MB * 1024 * 1024, MAX_ANSWER_ROOM)
  return { store, providers: openProviders(config), brand: new BrandLoader(store.brand), compose, memory }
}
