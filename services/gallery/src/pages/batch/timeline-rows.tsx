import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type MouseEvent,
  memo,
  type RefObject,
  useCallback,
  useImperativeHandle,
  useRef,
} from 'react'
import { makerOf, slotAt } from '../../lib/slots.ts'
import { type Bar, endOf } from '../../lib/timeline.ts'
import type { Axis } from '../../lib/timeline-axis.ts'
import { trackWidth } from '../../lib/timeline-zoom.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { useAddress } from '../../router.ts'
import { useGridKeys } from '../../ui/use-grid-keys.ts'
import { useWidth } from '../../ui/use-width.ts'
import { percent, TimeAxis } from './timeline-axis.tsx'
import { Row } from './timeline-row.tsx'
import styles from './timeline-rows.module.css'
import { useDragScroll } from './use-drag-scroll.ts'
import { type TimeZoom, useTimeZoom } from './use-time-zoom.ts'

/** Heights of a row and of the axis, and the widths beside the bars. Pixels. */
const ROW = 24
const AXIS = 24
const TIME = 66
const names = (width: number) => (width < 440 ? 132 : Math.min(300, Math.round(width * 0.42)))

/** A row for each leaf, under a time axis that can be zoomed. Only what is in sight exists. */
export const Rows = memo(function Rows({
  batch,
  bars,
  axis,
  now,
  slowest,
  zoomRef,
  onHand,
}: {
  batch: LiveBatch
  bars: readonly Bar[]
  axis: Axis
  /** Milliseconds since the batch was accepted. */
  now: number
  /** Position of the leaf that ran longest. */
  slowest: number | undefined
  /** For the buttons that zoom. */
  zoomRef: RefObject<TimeZoom | null>
  /** Told of the leaf that is pointed at, or has the focus. */
  onHand: (leafId: string) => void
}) {
  const { view } = batch
  const scroller = useRef<HTMLElement>(null)
  const [measure, width] = useWidth()
  const name = names(width)
  const room = { lengthMs: axis.lengthMs, widthPx: Math.max(1, width - name - TIME) }
  const [, change] = useAddress()
  const zoom = useTimeZoom(scroller, room, name)
  useImperativeHandle(zoomRef, () => zoom)
  const drag = useDragScroll()
  const rows = useVirtualizer({
    count: bars.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    paddingStart: AXIS,
    scrollPaddingStart: AXIS,
  })
  const keys = useGridKeys(scroller, 1, bars.length, index => rows.scrollToIndex(index))
  const visible = rows.getVirtualItems()
  const inSight = visible.some(row => row.index === keys.active)
  const reachable = inSight ? keys.active : (visible[0]?.index ?? 0)

  /** Where a bar begins and ends, in pixels from the left of what is in sight. */
  const span = (bar: Bar): [from: number, to: number] => {
    const px = (ms: number) => axis.at(ms) * trackWidth(zoom.sight, room) - zoom.sight.leftPx
    return [px(bar.startMs), px(endOf(bar, now))]
  }
  const sideOf = (bar: Bar) => {
    const [from, to] = span(bar)
    return to < 0 ? 'left' : from > room.widthPx ? 'right' : undefined
  }
  /** Middle of the bar that has the focus, as far as it is in sight. */
  const anchorOf = (index: number) => {
    const bar = bars[index]
    if (bar === undefined || sideOf(bar) !== undefined) return undefined
    const [from, to] = span(bar)
    return (Math.max(0, from) + Math.min(room.widthPx, to)) / 2
  }
  const leafIdIn = (target: EventTarget) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-position]') : null
    return row === null ? undefined : bars[Number(row.dataset.position)]?.leaf.leafId
  }
  const told = (target: EventTarget) => {
    const leafId = leafIdIn(target)
    if (leafId !== undefined) onHand(leafId)
  }
  /** A leaf opens over the sheet as it is filtered; in another tab, over all of it. */
  const onClick = (event: MouseEvent) => {
    const leafId = leafIdIn(event.target)
    if (leafId === undefined || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    change({ leaf: leafId })
  }
  const ref = useCallback(
    (element: HTMLElement | null) => {
      scroller.current = element
      return measure(element)
    },
    [measure],
  )

  return (
    <section
      ref={ref}
      className={styles.scroller}
      aria-label="Leaves over time"
      aria-description="Plus and minus zoom, left and right move along the time, 0 shows all of it"
      style={{ '--name': `${name}px`, '--time': `${TIME}px` } as CSSProperties}
      onScroll={zoom.onScroll}
      onFocus={event => {
        keys.onFocus(event)
        told(event.target)
      }}
      onClick={onClick}
      onPointerOver={event => told(event.target)}
      onKeyDown={event => {
        if (zoom.onKeyDown(event, anchorOf(keys.active))) event.preventDefault()
        else keys.onKeyDown(event)
      }}
      {...drag}
    >
      <div
        className={styles.content}
        style={
          { '--track': `${trackWidth(zoom.sight, room)}px`, height: rows.getTotalSize() } as CSSProperties
        }
      >
        <TimeAxis axis={axis} zoom={zoom} room={room} />
        <div className={styles.cuts} aria-hidden="true">
          {axis.gaps.map(({ startMs, endMs }) => (
            <div
              key={startMs}
              style={{ left: percent(axis.at(startMs)), width: percent(axis.at(endMs) - axis.at(startMs)) }}
            />
          ))}
        </div>
        <ol>
          {visible.map(row => {
            const bar = bars[row.index]
            if (bar === undefined) return null
            const slot = slotAt(view, bar.position)
            return (
              <li
                key={bar.leaf.leafId}
                className={styles.row}
                style={{ translate: `0 ${row.start}px` }}
                aria-setsize={bars.length}
                aria-posinset={row.index + 1}
              >
                <Row
                  batchId={view.id}
                  bar={bar}
                  model={slot === undefined ? bar.leaf.model : makerOf(view, slot, bar.leaf)}
                  axis={axis}
                  now={bar.open ? now : 0}
                  index={row.index}
                  slowest={bar.position === slowest}
                  hidden={sideOf(bar)}
                  focusable={row.index === reachable}
                />
              </li>
            )
          })}
        </ol>
      </div>
    </section>
  )
})
