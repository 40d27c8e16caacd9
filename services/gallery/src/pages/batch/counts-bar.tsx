import clsx from 'clsx'
import type { BatchView } from '../../api/types.ts'
import { count } from '../../lib/format.ts'
import type { PickCounts, Shown } from '../../lib/sheet-filter.ts'
import { useAddress } from '../../router.ts'
import styles from './counts-bar.module.css'

const STATES = ['succeeded', 'failed', 'canceled', 'running', 'submitted', 'queued'] as const

/** The leaves of a batch by state and by what was said of them: as a bar, and in numbers that show just these. */
export function CountsBar({ view, picks }: { view: BatchView; picks: PickCounts }) {
  const submitted = view.economy?.submitted ?? 0
  const counts = { ...view.counts, submitted, running: Math.max(0, view.counts.running - submitted) }
  const settled = counts.succeeded + counts.failed + counts.canceled
  const shown = STATES.filter(state => counts[state] > 0)
  const hasPicks = picks.picked + picks.rejected > 0
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
          <Count key={state} show={state} of={counts[state]} />
        ))}
        {hasPicks ? (
          <>
            <Count show="picked" of={picks.picked} />
            <Count show="rejected" of={picks.rejected} />
            <Count show="unpicked" of={picks.unpicked} />
          </>
        ) : null}
        {settled < counts.total ? (
          <li className={styles.progress}>
            <b>{count(settled)}</b> of {count(counts.total)}
          </li>
        ) : null}
      </ul>
    </div>
  )
}

/** How many leaves there are of a kind. Pressed, the sheet shows these alone. */
function Count({ show, of }: { show: Shown; of: number }) {
  const [search, change] = useAddress()
  const pressed = search.get('show') === show
  if (of === 0 && !pressed) return null
  return (
    <li>
      <button
        type="button"
        className={styles.count}
        aria-pressed={pressed}
        onClick={() => change({ show: pressed ? undefined : show }, { replace: true })}
      >
        <i className={styles[show]} aria-hidden="true" />
        <b>{count(of)}</b> {show}
      </button>
    </li>
  )
}
