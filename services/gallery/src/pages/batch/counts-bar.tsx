import clsx from 'clsx'
import type { BatchView } from '../../api/types.ts'
import { count } from '../../lib/format.ts'
import styles from './counts-bar.module.css'

const STATES = ['succeeded', 'failed', 'canceled', 'running', 'submitted', 'queued'] as const

/** The leaves of a batch by state, as a bar and in numbers. */
export function CountsBar({ view }: { view: Pick<BatchView, 'counts' | 'economy'> }) {
  const submitted = view.economy?.submitted ?? 0
  const counts = { ...view.counts, submitted, running: Math.max(0, view.counts.running - submitted) }
  const settled = counts.succeeded + counts.failed + counts.canceled
  const shown = STATES.filter(state => counts[state] > 0)
  return (
    <div className={styles.counts}>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label="Settled leaves"
        aria-valuemin={0}
        aria-valuemax={counts.total}
        aria-valuenow={settled}
      >
        {shown.map(state => (
          <span
            key={state}
            className={clsx(styles.part, styles[state])}
            style={{ flexGrow: counts[state] }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {shown.map(state => (
          <li key={state}>
            <i className={styles[state]} aria-hidden="true" />
            <b>{count(counts[state])}</b> {state}
          </li>
        ))}
        {settled < counts.total ? (
          <li>
            <b>{count(settled)}</b> of {count(counts.total)}
          </li>
        ) : null}
      </ul>
    </div>
  )
}
