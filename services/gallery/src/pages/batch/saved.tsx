import type { ReactNode } from 'react'
import { count, duration } from '../../lib/format.ts'
import type { Bar } from '../../lib/timeline.ts'
import { isSettled, type LiveBatch } from '../../live/live-batch.ts'
import styles from './saved.module.css'

/** What the whole took, beside its slowest leaf and beside one leaf after another. */
export function Saved({
  batch: { view },
  elapsed,
  bars,
}: {
  batch: LiveBatch
  elapsed: number
  /** The leaves this page knows, running ones included. */
  bars: readonly Bar[]
}) {
  const lengths = bars.map(bar => bar.endMs - bar.startMs)
  const slowest = lengths.reduce((most, ms) => Math.max(most, ms), view.timings.slowestLeafMs)
  const known = lengths.reduce((sum, ms) => sum + ms, 0)
  // What batch APIs make waits there together: nobody would wait for one after another.
  const serial = view.speed === undefined ? Math.max(view.timings.sumOfLeavesMs, known) : 0
  const most = Math.max(elapsed, slowest, serial, 1)
  const times = serial / Math.max(elapsed, 1)
  return (
    <div className={styles.saved}>
      <h2>
        {isSettled(view.state) && times >= 1.15 && view.speed === undefined
          ? `${times < 10 ? times.toFixed(1) : count(Math.round(times))} times faster than one after another`
          : isSettled(view.state)
            ? 'Time'
            : 'Time so far'}
      </h2>
      <dl>
        <Line name="Wall-clock" ms={elapsed} most={most} className={styles.wall}>
          {duration(elapsed)}
        </Line>
        <Line name="Slowest leaf" ms={slowest} most={most} className={styles.slowest}>
          {duration(slowest)}
        </Line>
        {view.speed === undefined ? (
          <Line name="One after another" ms={serial} most={most} className={styles.serial}>
            {duration(serial)}
          </Line>
        ) : null}
      </dl>
    </div>
  )
}

function Line({
  name,
  ms,
  most,
  className,
  children,
}: {
  name: string
  ms: number
  most: number
  className: string | undefined
  children: ReactNode
}) {
  return (
    <div className={styles.line}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.track} aria-hidden="true">
          <span className={className} style={{ width: `${(ms / most) * 100}%` }} />
        </span>
        <span className={styles.value}>{children}</span>
      </dd>
    </div>
  )
}
