import clsx from 'clsx'
import { memo } from 'react'
import { duration } from '../../lib/format.ts'
import { type Bar, endOf } from '../../lib/timeline.ts'
import type { Axis } from '../../lib/timeline-axis.ts'
import { type Part, partsOf } from '../../lib/timeline-parts.ts'
import { barInWords } from '../../lib/timeline-words.ts'
import { href } from '../../router.ts'
import { percent } from './timeline-axis.tsx'
import bars from './timeline-bars.module.css'
import styles from './timeline-rows.module.css'

/** One leaf: its name, when it waited and ran, and how long. */
export const Row = memo(function Row({
  batchId,
  bar,
  model,
  axis,
  now,
  index,
  slowest,
  hidden,
  focusable,
}: {
  batchId: string
  bar: Bar
  /** Its label. */
  model: string
  axis: Axis
  /** Milliseconds since the batch was accepted; 0 of a leaf that has settled, for which nothing changes. */
  now: number
  /** Which row it is. */
  index: number
  slowest: boolean
  /** Its bar is out of sight on one side. */
  hidden: 'left' | 'right' | undefined
  /** The Tab key leads here. */
  focusable: boolean
}) {
  const { leaf, askedMs, startMs } = bar
  const endMs = endOf(bar, now)
  return (
    <a
      className={styles.leaf}
      href={href(`/batches/${batchId}?leaf=${leaf.leafId}`)}
      data-position={index}
      tabIndex={focusable ? 0 : -1}
      draggable={false}
    >
      <span className={styles.name}>
        <span className={styles.number}>{leaf.promptIndex + 1}</span>{' '}
        <span className={styles.title} dir="auto">
          {leaf.title}
        </span>{' '}
        <span className={styles.model}>{model}</span>{' '}
        <span className="visually-hidden">{barInWords(bar, now)}</span>
      </span>
      <span className={styles.track} data-hidden={hidden}>
        <span className={bars.queued} style={between(axis, askedMs, startMs, 0, 1)} />
        <span
          className={clsx(
            bars.bar,
            bars[leaf.phase ?? leaf.state],
            slowest && bars.slowest,
            bar.startUnknown && bars.unknown,
          )}
          style={between(axis, startMs, endMs, 0, 1)}
        >
          {partsOf(bar, now).map(part => (
            <span
              key={`${part.kind} ${part.startMs} ${part.kind === 'step' ? part.name : ''}`}
              className={clsx(bars.part, ...classesOf(part))}
              style={between(axis, part.startMs, part.endMs, axis.at(startMs), axis.at(endMs))}
            />
          ))}
        </span>
      </span>
      <span className={styles.time} aria-hidden="true">
        {duration(endMs - startMs)}
      </span>
    </a>
  )
})

function classesOf(part: Part): (string | undefined)[] {
  if (part.kind !== 'step') return [bars[part.kind]]
  return [bars.step, bars[part.name], part.half && bars[part.half]]
}

/** Where a stretch of time is within a stretch of the axis. */
function between({ at }: Axis, startMs: number, endMs: number, from: number, to: number) {
  const length = Math.max(to - from, Number.EPSILON)
  return {
    left: percent((at(startMs) - from) / length),
    width: percent((at(endMs) - at(startMs)) / length),
  }
}
