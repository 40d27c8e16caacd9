import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, type BatchFilter } from '../../api/calls.ts'
import type { BatchPage } from '../../api/types.ts'
import { hasGap, listOf, type ReadPage } from '../../lib/batch-list.ts'
import { isSettled } from '../../live/live-batch.ts'

/** How often a stretch of the list with an open batch is read again, and how often its beginning, in milliseconds. */
const FRESH_MS = 2_000
const IDLE_MS = 15_000

const hasOpen = (page: BatchPage | undefined) =>
  page?.batches.some(batch => !isSettled(batch.state) && batch.damaged === undefined) ?? false

/**
 * The batches that a filter leaves, as far as they have been asked for. Only the beginning of the list is looked at again and
 * again, and stretches that have open batches; all of it when somebody comes back to the page.
 */
export function useBatches(filter: BatchFilter) {
  const read = async (cursor: string | undefined, signal: AbortSignal): Promise<ReadPage> => ({
    ...(await api.batches(cursor, signal, filter)),
    readAt: Date.now(),
    from: cursor,
  })
  const pages = useInfiniteQuery({
    queryKey: ['batches', 'list', filter],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: IDLE_MS,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
  })
  const all = pages.data?.pages ?? []
  const isReady = pages.data !== undefined && !pages.isPlaceholderData
  const [first, ...older] = all

  const beginning = useQuery({
    queryKey: ['batches', 'beginning', filter],
    queryFn: ({ signal }) => read(undefined, signal),
    enabled: isReady,
    // Not what was read with another filter.
    ...(isReady && first && { initialData: first, initialDataUpdatedAt: first.readAt }),
    staleTime: FRESH_MS,
    refetchInterval: ({ state }) => (hasOpen(state.data) ? FRESH_MS : IDLE_MS),
  })
  const stretches = useQueries({
    queries: (isReady ? older : []).filter(hasOpen).map(page => ({
      queryKey: ['batches', 'stretch', filter, page.from],
      queryFn: ({ signal }: { signal: AbortSignal }) => read(page.from, signal),
      initialData: page,
      initialDataUpdatedAt: page.readAt,
      staleTime: FRESH_MS,
      refetchInterval: ({ state }: { state: { data?: ReadPage | undefined } }) =>
        hasOpen(state.data) ? FRESH_MS : false,
    })),
  })
  const later = [beginning.data, ...stretches.map(({ data }) => data)].filter(page => page !== undefined)

  const gap = isReady && hasGap(all, beginning.data)
  const { refetch } = pages
  useEffect(() => {
    if (gap) void refetch()
  }, [gap, refetch])

  return { pages, batches: isReady ? listOf(all, later) : listOf(all, []) }
}
