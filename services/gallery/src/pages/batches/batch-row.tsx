import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { FileWarning } from 'lucide-react'
import { Fragment } from 'react'
import { api } from '../../api/calls.ts'
import type { BatchPage } from '../../api/types.ts'
import { count, moment, plural } from '../../lib/format.ts'
import { sources } from '../../lib/picture.ts'
import { isSettled } from '../../live/live-batch.ts'
import { href } from '../../router.ts'
import { State } from '../../ui/state.tsx'
import styles from './batch-row.module.css'

/** The pictures a row shows of its batch. */
const PLACES = [0, 1, 2, 3]

/** How wide each is at most. */
const WIDTH = '110px'

/** One batch, to know it by its pictures and its first prompts. */
export function BatchRow({ batch }: { batch: BatchPage['batches'][number] }) {
  if (batch.damaged !== undefined) return <DamagedRow batch={batch} why={batch.damaged} />
  const { counts } = batch
  const [first, ...more] = batch.prompts
  const settled = counts.succeeded + counts.failed + counts.canceled
  return (
    <a className={styles.row} href={href(`/batches/${batch.id}`)}>
      <Strip batch={batch} />
      <span className={styles.words}>
        <span className={styles.first} dir="auto">
          {first}
        </span>
        <span className={styles.rest}>
          {more.map((prompt, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: prompts of a batch have no other name, and may be alike
            <Fragment key={index}>
              {index === 0 ? null : ' · '}
              <bdi>{prompt}</bdi>
            </Fragment>
          ))}
          {batch.promptCount > batch.prompts.length
            ? ` and ${count(batch.promptCount - batch.prompts.length)} more`
            : ''}
        </span>
      </span>
      <span className={styles.size}>
        {count(batch.promptCount)} × {count(batch.modelCount)}
        <span>{moment(batch.createdAt)}</span>
      </span>
      <span className={styles.state}>
        <State state={batch.state} />
        <span>
          {isSettled(batch.state)
            ? counts.failed > 0
              ? `${count(counts.failed)} of ${plural(counts.total, 'leaf', 'leaves')} failed`
              : plural(counts.succeeded, 'image')
            : `${count(settled)} of ${count(counts.total)}`}
        </span>
      </span>
    </a>
  )
}

/** A batch that cannot be read, and so has nothing to open. */
function DamagedRow({ batch, why }: { batch: BatchPage['batches'][number]; why: string }) {
  return (
    <div className={clsx(styles.row, styles.damaged)}>
      <span className={styles.strip} />
      <span className={styles.words}>
        <span className={styles.first}>Batch {batch.id} cannot be read</span>
        <span className={styles.rest} title={why}>
          {why}
        </span>
      </span>
      <span className={styles.size}>
        <span>{moment(batch.createdAt)}</span>
      </span>
      <span className={styles.state}>
        <span className={styles.mark}>
          <FileWarning aria-hidden="true" />
          <span>damaged</span>
        </span>
      </span>
    </div>
  )
}

function Strip({ batch }: { batch: BatchPage['batches'][number] }) {
  const settled = isSettled(batch.state)
  const { data } = useQuery({
    queryKey: ['strip', batch.id, settled || batch.counts.succeeded],
    queryFn: ({ signal }) => api.leaves(batch.id, { state: 'succeeded', limit: PLACES.length }, signal),
    enabled: batch.counts.succeeded > 0,
    staleTime: settled ? Number.POSITIVE_INFINITY : 0,
    placeholderData: before => before,
  })
  const images = data?.leaves ?? []
  // The places stay while pictures come into them.
  const places = settled ? batch.counts.succeeded : batch.counts.total
  return (
    <span className={styles.strip} aria-hidden="true">
      {PLACES.slice(0, places).map(place => {
        const leaf = images[place]
        return (
          <span key={place}>
            {leaf?.imageUrl === undefined ? null : <img {...sources(leaf, WIDTH)} alt="" decoding="async" />}
          </span>
        )
      })}
    </span>
  )
}
