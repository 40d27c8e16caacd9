import { count, duration, usd } from '../../lib/format.ts'
import { sources } from '../../lib/picture.ts'
import { useStore } from '../../lib/store.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { href, navigate } from '../../router.ts'
import { deleted, imageKey } from '../../state/deletions.ts'
import { LargeView } from '../../ui/large-view.tsx'
import { State } from '../../ui/state.tsx'
import styles from './compare.module.css'

/** What every model made of one prompt, side by side. */
export function Compare({ batch: { view, leaves }, prompt }: { batch: LiveBatch; prompt: number }) {
  const gone = useStore(deleted)
  const total = view.prompts.length
  const title = view.prompts[prompt]
  const models = view.models.length
  const step = (by: number) =>
    navigate(`/batches/${view.id}?compare=${(prompt + by + total) % total}`, { replace: true })
  return (
    <LargeView
      title={title ?? 'No such prompt'}
      place={title === undefined ? undefined : `${count(prompt + 1)} of ${count(total)}`}
      onStep={title === undefined ? undefined : step}
      onClose={() => navigate(`/batches/${view.id}`)}
    >
      <div className={styles.models} data-count={Math.min(models, 4)}>
        {(title === undefined ? [] : view.models).map((model, index) => {
          const leaf = leaves[prompt * models + index]
          const shown = leaf?.imageUrl !== undefined && !gone.has(imageKey(view.id, leaf.leafId))
          return (
            <figure key={model.id} className={styles.model}>
              <a
                className={styles.frame}
                href={href(`/batches/${view.id}?leaf=${leaf?.leafId}`)}
                aria-label={`${model.label}, large`}
              >
                {shown ? (
                  <img {...sources(leaf, `${100 / Math.min(models, 4)}vw`)} alt="" />
                ) : (
                  <State state={leaf?.state ?? 'queued'} />
                )}
              </a>
              <figcaption>
                <b>{model.label}</b>
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
