import { useQuery, useQueryClient } from '@tanstack/react-query'
import clsx from 'clsx'
import { FileWarning, Tag } from 'lucide-react'
import { Fragment } from 'react'
import { api } from '../../api/calls.ts'
import type { BatchPage } from '../../api/types.ts'
import { count, moment, plural, usd } from '../../lib/format.ts'
import { sources } from '../../lib/picture.ts'
import { isSettled } from '../../live/live-batch.ts'
import { href } from '../../router.ts'
import { Button } from '../../ui/button.tsx'
import { LabelButton } from '../../ui/label-button.tsx'
import { State } from '../../ui/state.tsx'
import { Tags } from '../../ui/tags.tsx'
import styles from './batch-row.module.css'

/** The pictures a row shows of its batch. */
const PLACES = [0, 1, 2, 3]

/** How wide each is at most. */
const WIDTH = '110px'

/** One batch, to know it by its pictures and its first prompts. */
export function BatchRow({ batch }: { batch: BatchPage['batches'][number] }) {
  return batch.damaged === undefined ? (
    <WholeRow batch={batch} />
  ) : (
    <DamagedRow batch={batch} why={batch.damaged} />
  )
}

function WholeRow({ batch }: { batch: BatchPage['batches'][number] }) {
  const { counts, name, tags = [], costUsd } = batch
  const [first = '', ...more] = name === undefined ? batch.prompts : [name, ...batch.prompts]
  const settled = counts.succeeded + counts.failed + counts.canceled
  const queries = useQueryClient()
  return (
    <div className={styles.row}>
      <Strip batch={batch} />
      <span className={styles.words}>
        <a className={styles.first} href={href(`/batches/${batch.id}`)} dir="auto" title={first}>
          {first}
        </a>
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
        {tags.length > 0 ? <Tags tags={tags} /> : null}
      </span>
      <span className={styles.size}>
        <span className={styles.product}>
          {count(batch.promptCount)} × {count(batch.modelCount)}
        </span>
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
          {typeof costUsd === 'number' ? <span className={styles.cost}>{usd(costUsd)}</span> : null}
        </span>
      </span>
      <LabelButton
        batch={batch}
        trigger={
          <Button
            look="quiet"
            icon
            className={styles.label}
            aria-label={`Name and tags of ${first}`}
            title="Name and tags"
          >
            <Tag aria-hidden="true" />
          </Button>
        }
        onSaved={() => void queries.invalidateQueries({ queryKey: ['batches'] })}
      />
    </div>
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
