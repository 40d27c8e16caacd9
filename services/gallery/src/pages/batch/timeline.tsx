import { ChevronDown, ChevronRight, Minus, PanelBottom, PanelRight, Plus } from 'lucide-react'
import {
  type RefObject,
  useDeferredValue,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { count } from '../../lib/format.ts'
import { useStore } from '../../lib/store.ts'
import { barsOf, idleMs, longestBy, ORDERS, type Order, sumsOf } from '../../lib/timeline.ts'
import { axisOf, busyOf } from '../../lib/timeline-axis.ts'
import { isOpen, isWide, type PanelSize, panelSize } from '../../lib/timeline-size.ts'
import { elapsedMs, isSettled, type LiveBatch } from '../../live/live-batch.ts'
import { timelineWish, wish } from '../../state/timeline.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { headline, Saved } from './saved.tsx'
import styles from './timeline.module.css'
import { Foot } from './timeline-foot.tsx'
import { Handle } from './timeline-handle.tsx'
import { Rows } from './timeline-rows.tsx'
import { useNow } from './use-now.ts'
import type { TimeZoom } from './use-time-zoom.ts'

const ORDER_LABELS: Record<Order, string> = { start: 'By start', slowest: 'Slowest', sheet: 'As on sheet' }

/** What a press of a button zooms by. */
const FACTOR = 1.6
/** When each leaf waited and ran, under what the whole took. It can be put away, moved and resized. */
export function Timeline({ batch }: { batch: LiveBatch }) {
  const id = useId()
  const wished = useStore(timelineWish)
  const window = useWindowSize()
  const open = isOpen(wished, window)
  const size = panelSize(wished, window)
  const { dimension, px } = size
  const [order, setOrder] = useState<Order>('start')
  const zoom = useRef<TimeZoom>(null)
  // Only once the sheet is there, which is what somebody came for.
  const drawn = useDeferredValue(true, false)
  const Chevron = open ? ChevronDown : ChevronRight

  return (
    <section
      className={styles.timeline}
      aria-label="Timeline"
      data-beside={open && dimension === 'width'}
      style={open && dimension === 'width' ? { width: px } : {}}
    >
      {open ? <Handle controls={id} size={size} onResize={px => wish({ [dimension]: px })} /> : null}
      <div className={styles.bar}>
        <h2>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => wish({ open: !open })}
          >
            <Chevron aria-hidden="true" />
            Timeline
          </button>
        </h2>
        <Headline batch={batch} />
        {open ? (
          <div className={styles.tools}>
            <Segmented
              label="Order"
              value={order}
              options={ORDERS.map(value => ({ value, label: ORDER_LABELS[value] }))}
              onChange={setOrder}
            />
            <Buttons zoom={zoom} dimension={isWide(window) ? dimension : undefined} />
          </div>
        ) : null}
      </div>
      {open ? (
        <div id={id} className={styles.body} style={dimension === 'height' ? { height: px } : {}}>
          {drawn ? <Shown batch={batch} order={order} zoom={zoom} /> : null}
        </div>
      ) : null}
    </section>
  )
}

function Buttons({
  zoom,
  dimension,
}: {
  zoom: RefObject<TimeZoom | null>
  /** Which of its sizes can be changed; undefined where there is one place for it alone. */
  dimension: PanelSize['dimension'] | undefined
}) {
  const [Panel, move] =
    dimension === 'width' ? [PanelBottom, 'Move below the sheet'] : [PanelRight, 'Move beside the sheet']
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no baseline to stand on
    <div className={styles.buttons} role="group" aria-label="View of the timeline">
      <button
        type="button"
        aria-label="Zoom out"
        title="Zoom out (-)"
        onClick={() => zoom.current?.zoom(1 / FACTOR)}
      >
        <Minus aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label="Zoom in"
        title="Zoom in (+, or Ctrl and the wheel)"
        onClick={() => zoom.current?.zoom(FACTOR)}
      >
        <Plus aria-hidden="true" />
      </button>
      <button type="button" title="Show all of it (0)" onClick={() => zoom.current?.fit()}>
        Fit
      </button>
      {dimension === undefined ? null : (
        <button
          type="button"
          aria-label={move}
          title={move}
          onClick={() => wish({ below: dimension === 'width' })}
        >
          <Panel aria-hidden="true" />
        </button>
      )}
    </div>
  )
}

function Headline({ batch }: { batch: LiveBatch }) {
  const now = useNow(!isSettled(batch.view.state))
  return <p className={styles.headline}>{headline(batch.view, elapsedMs(batch, now))}</p>
}

/** What is shown of an open timeline. */
function Shown({ batch, order, zoom }: { batch: LiveBatch; order: Order; zoom: RefObject<TimeZoom | null> }) {
  const open = !isSettled(batch.view.state)
  const elapsed = elapsedMs(batch, useNow(open))
  const idle = useMemo(() => idleMs(batch, performance.timeOrigin), [batch])
  const now = elapsed + idle
  // Once for all that is heard of the batch: a clock that ticks moves only the ends of what runs.
  const bars = useMemo(
    () => barsOf(batch, order, elapsedMs(batch, performance.now()) + idle, idle),
    [batch, order, idle],
  )
  const sums = useMemo(() => sumsOf(bars), [bars])
  const busy = useMemo(() => busyOf(bars), [bars])
  const axisEnd = open ? now : 0
  const axis = useMemo(() => axisOf(busy, axisEnd), [busy, axisEnd])
  const { longest, longestMs, sumMs } = longestBy(sums, now)
  const [hand, setHand] = useState<string>()
  const inHand = useMemo(() => bars.find(({ leaf }) => leaf.leafId === hand), [bars, hand])
  const waiting = batch.view.counts.queued

  return (
    <>
      <div className={styles.main}>
        {bars.length === 0 ? (
          <p className={styles.empty}>{open ? 'No leaf runs yet.' : 'No leaf ran.'}</p>
        ) : (
          <Rows
            batch={batch}
            bars={bars}
            axis={axis}
            now={now}
            slowest={longest?.position}
            zoomRef={zoom}
            onHand={setHand}
          />
        )}
        <aside className={styles.side} aria-label="What it took">
          <Saved view={batch.view} elapsed={elapsed} longestMs={longestMs} sumMs={sumMs} />
          {open && waiting > 0 ? (
            <p className={styles.waiting}>{count(waiting)} more wait for a free slot</p>
          ) : null}
        </aside>
      </div>
      {bars.length === 0 ? null : <Foot batch={batch} bar={inHand} now={now} />}
    </>
  )
}

function useWindowSize(): { width: number; height: number } {
  const width = useSyncExternalStore(onResize, () => innerWidth)
  const height = useSyncExternalStore(onResize, () => innerHeight)
  return { width, height }
}

function onResize(listener: () => void): () => void {
  addEventListener('resize', listener)
  return () => removeEventListener('resize', listener)
}
