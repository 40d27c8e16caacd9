import { compose, hasTitle } from '@contactsheet/compose'
import { openProviders } from '@contactsheet/providers'
import type { BatchStore } from '@contactsheet/storage'
import type { LeafTools } from './work.ts'

/** The tools of every leaf in this process, with the providers as a deployment is configured. */
export function leafTools(config: Parameters<typeof openProviders>[0], store: BatchStore): LeafTools {
  return { store, providers: openProviders(config), compose, hasTitle }
}
