import { useVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { useMemo, useRef, useState } from 'react'
import { count, duration } from '../../lib/format.ts'
import { makerOf, slotAt } from '../../lib/slots.ts'
import {
  type Axis,
  axisOf,
  type Bar,
  barsOf,
  ORDERS,
  type Order,
  slowestOf,
  ticks,
} from '../../lib/timeline.ts'
import { elapsedMs, isSettled, type LiveBatch } from '../../live/live-batch.ts'
import { href } from '../../router.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { useWidth } from '../../ui/use-width.ts'
import { Saved } from './saved.tsx'
import styles from './timeline.module.css'
import { useNow } from './use-now.ts'

const ROW = 24
/** Width a tick of the axis needs, in pixels. */
const TICK = 64

const ORDER_LABELS: Record<Order, string> = { start: 'By start', slowest: 'Slowest', sheet: 'As on sheet' }

/** When each leaf waited and ran, under what the whole took. */
export function Timeline({ batch }: { batch: LiveBatch }) {
  const [order, setOrder] = useState<Order>('start')
  const open = !isSettled(batch.view.state)
  const now = useNow(open)
  const elapsed = elapsedMs(batch, now)
  const bars = useMemo(() => barsOf(batch, order, elapsed), [batch, order, elapsed])
  const axis = useMemo(() => axisOf(bars, open ? elapsed : 0), [bars, open, elapsed])
  const slowest = slowestOf(bars)
  const waiting = batch.view.counts.queued

  return (
    <section className={styles.timeline} aria-label="Timeline">
      <Saved batch={batch} elapsed={elapsed} bars={bars} />
      <div className={styles.bar}>
        <Segmented
          label="Order"
          value={order}
          options={ORDERS.map(value => ({ value, label: ORDER_LABELS[value] }))}
          onChange={setOrder}
        />
      </div>
      {bars.length === 0 ? (
        <p className={styles.empty}>{open ? 'No leaf runs yet.' : 'No leaf ran.'}</p>
      ) : (
        <Rows batch={batch} bars={bars} axis={axis} slowest={slowest} />
      )}
      {open && waiting > 0 ? (
        <p className={styles.waiting}>{count(waiting)} more wait for a free slot</p>
      ) : null}
    </section>
  )
}

function Rows({
  batch,
  bars,
  axis,
  slowest,
}: {
  batch: LiveBatch
  bars: readonly Bar[]
  axis: Axis
  slowest: Bar | undefined
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const [measure, width] = useWidth()
  const rows = useVirtualizer({
    count: bars.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  })
  return (
    <>
      <div ref={measure} className={styles.axis} aria-hidden="true">
        {axis.gaps.length > 0
          ? null
          : ticks(axis.lengthMs, Math.max(1, Math.floor(width / TICK))).map(ms => (
              <span key={ms} style={{ left: percent(axis.at(ms)) }}>
                {ms === 0 ? '0' : duration(ms)}
              </span>
            ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={scroller} className={styles.rows} tabIndex={0} aria-label="Leaves over time">
        <ol style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(row => {
            const bar = bars[row.index]
            return bar === undefined ? null : (
              <li
                key={bar.leaf.leafId}
                className={styles.row}
                style={{ translate: `0 ${row.start}px` }}
                aria-setsize={bars.length}
                aria-posinset={row.index + 1}
              >
                <Row batch={batch} bar={bar} axis={axis} slowest={bar.position === slowest?.position} />
              </li>
            )
          })}
        </ol>
      </section>
    </>
  )
}

function Row({ batch, bar, axis, slowest }: { batch: LiveBatch; bar: Bar; axis: Axis; slowest: boolean }) {
  const { leaf, startMs, endMs } = bar
  const slot = slotAt(batch.view, bar.position)
  const model = slot === undefined ? leaf.model : makerOf(batch.view, slot, leaf)
  const start = axis.at(startMs)
  const end = axis.at(endMs)
  return (
    <a
      className={styles.leaf}
      href={href(`/batches/${batch.view.id}?leaf=${leaf.leafId}`)}
      title={`${leaf.title}\n${model}: waited ${duration(startMs)}, ran ${duration(endMs - startMs)}`}
      tabIndex={-1}
    >
      <span className={styles.name}>
        <span className={styles.number}>{leaf.promptIndex + 1}</span>
        {model}
      </span>
      <span className={styles.track}>
        <span className={styles.wait} style={{ width: percent(start) }} />
        <span
          className={clsx(
            styles.run,
            styles[leaf.phase ?? leaf.state],
            slowest && styles.slowest,
            bar.startUnknown && styles.unknown,
          )}
          style={{ left: percent(start), width: percent(end - start) }}
        />
      </span>
      <span className={styles.time}>{duration(endMs - startMs)}</span>
    </a>
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`
}
