import { count, duration, usd } from '../../lib/format.ts'
import { sources } from '../../lib/picture.ts'
import { makerOf, promptOf, rowCount, rowOf, slotsOf } from '../../lib/slots.ts'
import { useStore } from '../../lib/store.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { closeOver, href, navigate } from '../../router.ts'
import { deleted, imageKey } from '../../state/deletions.ts'
import { LargeView } from '../../ui/large-view.tsx'
import { State } from '../../ui/state.tsx'
import styles from './compare.module.css'

/** What every model made of one prompt, in all variations, side by side. */
export function Compare({ batch: { view, leaves }, prompt }: { batch: LiveBatch; prompt: number }) {
  const gone = useStore(deleted)
  const total = rowCount(view)
  const row = rowOf(view, prompt)
  const title = row < 0 ? undefined : view.prompts[prompt]
  const slots = slotsOf(view)
  const step = (by: number) =>
    navigate(`/batches/${view.id}?compare=${promptOf(view, (row + by + total) % total)}`, { replace: true })
  return (
    <LargeView
      title={title ?? 'No such prompt'}
      place={title === undefined ? undefined : `${count(row + 1)} of ${count(total)}`}
      onStep={title === undefined ? undefined : step}
      onClose={closeOver}
    >
      <div className={styles.models} data-count={Math.min(slots.length, 4)}>
        {(title === undefined ? [] : slots).map((slot, index) => {
          const leaf = leaves[row * slots.length + index]
          const name = makerOf(view, slot, leaf)
          const shown = leaf?.imageUrl !== undefined && !gone.has(imageKey(view.id, leaf.leafId))
          return (
            <figure key={`${slot.model} ${slot.place}`} className={styles.model}>
              <a
                className={styles.frame}
                href={href(`/batches/${view.id}?leaf=${leaf?.leafId}`)}
                aria-label={`${name}, large`}
              >
                {shown ? (
                  <img {...sources(leaf, `${100 / Math.min(slots.length, 4)}vw`)} alt="" />
                ) : (
                  <State state={leaf?.phase ?? leaf?.state ?? 'queued'} />
                )}
              </a>
              <figcaption>
                <b>{name}</b>
                {leaf?.durationMs === undefined || leaf.attempts === 0 ? null : (
                  <span>{duration(leaf.durationMs)}</span>
                )}
                {typeof leaf?.costUsd === 'number' ? <span>{usd(leaf.costUsd)}</span> : null}
                {leaf?.error === undefined ? null : (
                  <span className={styles.error}>{leaf.error.message}</span>
                )}
              </figcaption>
            </figure>
          )
        })}
      </div>
    </LargeView>
  )
}
