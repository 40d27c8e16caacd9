import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { Grid2x2, SearchX, ServerCrash } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { plural } from '../../lib/format.ts'
import { href, useAddress } from '../../router.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Message } from '../../ui/message.tsx'
import { useTop } from '../../ui/use-top.ts'
import { useWidth } from '../../ui/use-width.ts'
import { BatchFilters, filterOf } from './batch-filters.tsx'
import { BatchRow } from './batch-row.tsx'
import styles from './batches-page.module.css'
import { CostFigure } from './cost-figure.tsx'
import { useBatches } from './use-batches.ts'

const ROW = 88

export default function BatchesPage() {
  const [search] = useAddress()
  const filter = filterOf(search)
  const { pages, batches } = useBatches(filter)
  const isFiltered = Object.keys(filter).length > 0
  const [box, width] = useWidth()
  const list = useRef<HTMLUListElement>(null)
  const top = useTop(list, width)
  const rows = useWindowVirtualizer({
    count: batches.length,
    estimateSize: () => ROW,
    overscan: 6,
    scrollMargin: top,
    getItemKey: index => batches[index]?.id ?? index,
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
  if (batches.length === 0 && !isFiltered && !pages.isPlaceholderData)
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

  const isSearching = pages.isPlaceholderData || pages.hasNextPage
  return (
    <div ref={box} className={styles.page}>
      <div className={styles.head}>
        <h1>Batches</h1>
        <BatchFilters filter={filter} tags={tagsOf(batches)} />
      </div>
      <p className="visually-hidden" role="status">
        {isFiltered && !pages.isPlaceholderData
          ? `${plural(batches.length, 'batch', 'batches')}${pages.hasNextPage ? ' so far' : ''}`
          : ''}
      </p>
      <CostFigure />
      {batches.length === 0 ? (
        <Message
          icon={SearchX}
          title={isSearching ? 'Searching' : 'No batch fits'}
          actions={<ButtonLink href={href('/batches')}>Show all</ButtonLink>}
        >
          {isSearching
            ? 'Older batches are being looked through.'
            : 'None has all these words in its name and tags, or in one of its prompts.'}
        </Message>
      ) : (
        <ul ref={list} className={styles.list} style={{ height: rows.getTotalSize() }}>
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

/** All tags of some batches, each once, in the order of the alphabet. */
function tagsOf(batches: ReturnType<typeof useBatches>['batches']): string[] {
  const tags = new Map(batches.flatMap(({ tags = [] }) => tags).map(tag => [tag.toLowerCase(), tag]))
  return [...tags.values()].sort((a, b) => a.localeCompare(b))
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
