import { useInfiniteQuery } from '@tanstack/react-query'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { Grid2x2, Search, SearchX, ServerCrash } from 'lucide-react'
import { useDeferredValue, useEffect, useState } from 'react'
import { api } from '../../api/calls.ts'
import { isSettled } from '../../live/live-batch.ts'
import { href } from '../../router.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import field from '../../ui/field.module.css'
import { Message } from '../../ui/message.tsx'
import { BatchRow } from './batch-row.tsx'
import styles from './batches-page.module.css'

/** How often a list with an open batch is read again, in milliseconds. */
const FRESH_MS = 2_000
const ROW = 84

export default function BatchesPage() {
  const [words, setWords] = useState('')
  const wanted = useDeferredValue(words.trim().toLowerCase())
  const pages = useInfiniteQuery({
    queryKey: ['batches'],
    queryFn: ({ pageParam, signal }) => api.batches(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(page => page.batches.some(batch => !isSettled(batch.state))) ? FRESH_MS : 15_000,
  })
  const all = pages.data?.pages.flatMap(page => page.batches) ?? []
  const batches = wanted === '' ? all : all.filter(batch => matches(batch.prompts, wanted))
  const rows = useWindowVirtualizer({
    count: batches.length,
    estimateSize: () => ROW,
    overscan: 6,
    scrollMargin: 110,
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0

  useEffect(() => {
    if (last >= batches.length - 5 && pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage()
  }, [last, batches.length, pages])

  if (pages.data === undefined)
    return pages.error === null ? (
      <Loading />
    ) : (
      <Message
        icon={ServerCrash}
        title="The batches cannot be listed"
        actions={<Button onClick={() => void pages.refetch()}>Try again</Button>}
      >
        {pages.error.message}
      </Message>
    )
  if (all.length === 0)
    return (
      <Message
        icon={Grid2x2}
        title="No batch yet"
        actions={
          <ButtonLink look="primary" href={href('/')}>
            Make the first
          </ButtonLink>
        }
      >
        A batch is a list of prompts times a list of models. It takes about as long as its slowest picture.
      </Message>
    )

  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>Batches</h1>
        <label className={styles.search}>
          <Search aria-hidden="true" />
          <span className="visually-hidden">Search the prompts of the batches loaded</span>
          <input
            type="search"
            className={field.input}
            placeholder="Search prompts"
            value={words}
            onChange={event => setWords(event.target.value)}
          />
        </label>
      </div>
      {batches.length === 0 ? (
        <Message icon={SearchX} title="No batch has these words">
          Searched in the first prompts of {all.length} batches
          {pages.hasNextPage ? '; older ones are still being loaded' : ''}.
        </Message>
      ) : (
        <ul className={styles.list} style={{ height: rows.getTotalSize() }}>
          {items.map(item => {
            const batch = batches[item.index]
            return batch === undefined ? null : (
              <li
                key={batch.id}
                className={styles.item}
                style={{ height: ROW, translate: `0 ${item.start - rows.options.scrollMargin}px` }}
              >
                <BatchRow batch={batch} />
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}

function matches(prompts: readonly string[], wanted: string): boolean {
  return prompts.some(prompt => prompt.toLowerCase().includes(wanted))
}

function Loading() {
  return (
    <div className={styles.page} role="status">
      <span className="visually-hidden">Loading the batches</span>
      <div className={styles.head} />
      {[1, 2, 3, 4].map(row => (
        <div key={row} className={styles.skeleton} />
      ))}
    </div>
  )
}
