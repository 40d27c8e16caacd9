import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/calls.ts'
import type { LeafView } from '../api/types.ts'

/** What is known of a leaf beside what lists of leaves say, read anew once anything has become of it. */
export function leafDetail(
  batchId: string,
  { leafId, state, attempts, imageUrl }: Pick<LeafView, 'leafId' | 'state' | 'attempts' | 'imageUrl'>,
) {
  return queryOptions({
    queryKey: ['leaf', batchId, leafId, state, attempts, imageUrl],
    queryFn: ({ signal }) => api.leaf({ batchId, leafId }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
