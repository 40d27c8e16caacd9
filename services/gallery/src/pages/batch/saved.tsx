import type { ReactNode } from 'react'
import type { BatchView } from '../../api/types.ts'
import { count, duration } from '../../lib/format.ts'
import { isSettled } from '../../live/live-batch.ts'
import styles from './saved.module.css'

/** What the whole took, beside its slowest leaf and beside one leaf after another. */
export function Saved({
  view,
  elapsed,
  longestMs,
  sumMs,
}: {
  view: BatchView
  elapsed: number
  /** Of the leaves this page knows, running ones included: how long the longest has run, and all together. */
  longestMs: number
  sumMs: number
}) {
  const slowest = Math.max(view.timings.slowestLeafMs, longestMs)
  // What batch APIs make waits there together: nobody would wait for one after another.
  const serial = view.speed === undefined ? Math.max(view.timings.sumOfLeavesMs, sumMs) : 0
  const most = Math.max(elapsed, slowest, serial, 1)
  return (
    <dl className={styles.saved}>
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
  )
}

/** The same in a few words. */
export function headline(view: BatchView, elapsed: number): string {
  if (!isSettled(view.state)) return `Time so far ${duration(elapsed)}`
  const times = view.timings.sumOfLeavesMs / Math.max(elapsed, 1)
  if (view.speed !== undefined || times < 1.15) return duration(elapsed)
  return `${times < 10 ? times.toFixed(1) : count(Math.round(times))} times faster than one after another`
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
        {children}
        <span className={styles.track} aria-hidden="true">
          <span className={className} style={{ width: `${(ms / most) * 100}%` }} />
        </span>
      </dd>
    </div>
  )
}
