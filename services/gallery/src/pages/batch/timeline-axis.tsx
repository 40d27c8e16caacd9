import { type PointerEvent, useState } from 'react'
import { duration } from '../../lib/format.ts'
import { type Axis, tickLabel, ticks } from '../../lib/timeline-axis.ts'
import { inSight, type Room, trackWidth } from '../../lib/timeline-zoom.ts'
import styles from './timeline-rows.module.css'
import type { TimeZoom } from './use-time-zoom.ts'

/** Width a tick needs, how far one is from the middle of a cut at least, and what a stretch that is chosen is at least. Pixels. */
const TICK = 72
const CUT = 70
const CHOSEN = 6

/** The times above the rows. A stretch of it that is dragged over fills the width. */
export function TimeAxis({ axis, zoom, room }: { axis: Axis; zoom: TimeZoom; room: Room }) {
  const [chosen, setChosen] = useState<{ from: number; to: number }>()
  const { from, to } = inSight(zoom.sight, room)
  // Half of it more on both sides: scrolling is ahead of what is drawn.
  const more = (to - from) / 2
  const about = Math.max(1, Math.floor((2 * room.widthPx) / TICK))
  const { stepMs, times } = ticks(axis, Math.max(0, from - more), Math.min(1, to + more), about)
  const track = trackWidth(zoom.sight, room)
  const middleOf = ({ startMs, endMs }: Axis['gaps'][number]) => axis.at((startMs + endMs) / 2)
  const isClear = (ms: number) => axis.gaps.every(gap => Math.abs(axis.at(ms) - middleOf(gap)) * track > CUT)
  const shareAt = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return Math.max(0, Math.min(1, (clientX - left) / width))
  }
  const end = ({ currentTarget }: PointerEvent<HTMLElement>) => {
    setChosen(undefined)
    if (chosen === undefined) return
    const [left, right] = [Math.min(chosen.from, chosen.to), Math.max(chosen.from, chosen.to)]
    if ((right - left) * currentTarget.clientWidth >= CHOSEN) zoom.show(left, right)
  }
  return (
    <div className={styles.axis} aria-hidden="true">
      <div className={styles.corner} />
      <div
        className={styles.times}
        title="Drag over a stretch to zoom in on it"
        onPointerDown={event => {
          // What is around would scroll with it.
          event.stopPropagation()
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setChosen({ from: shareAt(event), to: shareAt(event) })
        }}
        onPointerMove={event => {
          if (chosen !== undefined) setChosen({ from: chosen.from, to: shareAt(event) })
        }}
        onPointerUp={end}
        onPointerCancel={() => setChosen(undefined)}
      >
        {times.filter(isClear).map(ms => (
          <span key={ms} data-first={ms === 0} style={{ left: percent(axis.at(ms)) }}>
            {tickLabel(ms, stepMs)}
          </span>
        ))}
        {axis.gaps.map(gap => (
          <span key={gap.startMs} className={styles.cut} style={{ left: percent(middleOf(gap)) }}>
            {duration(gap.endMs - gap.startMs)} cut out
          </span>
        ))}
        {chosen === undefined ? null : (
          <div
            className={styles.chosen}
            style={{
              left: percent(Math.min(chosen.from, chosen.to)),
              width: percent(Math.abs(chosen.to - chosen.from)),
            }}
          />
        )}
      </div>
    </div>
  )
}

/** A share as styles have it. Of an axis that is two million pixels wide, the sixth digit is still seen. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(6))}%`
}
