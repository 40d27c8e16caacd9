import type { LeafView } from '../api/types.ts'
import { isSettled, type LiveBatch } from '../live/live-batch.ts'

/**
 * One leaf on the timeline. Times are milliseconds since the batch was accepted, those included in which it was settled: leaves
 * that were made again stand where that was.
 */
export interface Bar {
  position: number
  leaf: LeafView
  /** Since when it waited to be made. */
  askedMs: number
  startMs: number
  /** Of one that still runs, as it was when the bars were listed; {@link endOf} knows better. */
  endMs: number
  /** Still runs: the end is now. */
  open: boolean
  /** When it started is not known, only that it runs. */
  startUnknown: boolean
}

export const ORDERS = ['start', 'slowest', 'sheet'] as const
export type Order = (typeof ORDERS)[number]

/**
 * The bars of the leaves that ran or run, in an order. Those that wait have none yet.
 *
 * @param nowMs milliseconds since the batch was accepted
 * @param idle of which it was settled so many: {@link idleMs}
 */
export function barsOf(batch: LiveBatch, order: Order, nowMs: number, idle = 0): Bar[] {
  const bars: Bar[] = []
  const acceptedAt = Date.parse(batch.view.createdAt)
  const since = (at: string) => Math.max(0, Date.parse(at) - acceptedAt)
  for (const [position, leaf] of batch.leaves.entries()) {
    if (leaf === undefined) continue
    if (isSettled(leaf.state)) {
      if (leaf.attempts === undefined || leaf.attempts === 0) continue
      const { queuedMs = 0, startedAt, durationMs = 0 } = leaf
      const startMs = startedAt === undefined ? queuedMs : since(startedAt)
      const [askedMs, endMs] = [Math.max(0, startMs - queuedMs), startMs + durationMs]
      bars.push({ position, leaf, askedMs, startMs, endMs, open: false, startUnknown: false })
    } else if (leaf.state === 'running') {
      const { submittedAt } = leaf
      const seenMs = batch.startedMs.get(position) ?? 0
      const startMs = submittedAt === undefined ? idle + seenMs : since(submittedAt)
      const startUnknown = seenMs === 0 && submittedAt === undefined
      // Since when it waits is not told of one that is made again.
      const askedMs = idle === 0 ? 0 : startMs
      const endMs = Math.max(startMs, nowMs)
      bars.push({ position, leaf, askedMs, startMs, endMs, open: true, startUnknown })
    }
  }
  if (order === 'start') bars.sort((a, b) => a.startMs - b.startMs || a.position - b.position)
  if (order === 'slowest') bars.sort((a, b) => lengthOf(b) - lengthOf(a) || a.position - b.position)
  return bars
}

/** Clocks of two machines may differ by so much, in milliseconds. */
const SAME_MS = 60_000

/**
 * How long an open batch was settled before it was opened again, in milliseconds: its wall-clock leaves that out. By the clock
 * of this machine, as nothing else tells; where that is wrong, what runs stands too far from what ran, which the axis cuts.
 *
 * @param origin when the clock of `performance.now()` began, in milliseconds since the epoch
 */
export function idleMs({ view, heardAt }: LiveBatch, origin: number): number {
  if (isSettled(view.state)) return 0
  const ms = origin + heardAt - Date.parse(view.createdAt) - view.timings.wallClockMs
  return ms < SAME_MS ? 0 : ms
}

/** When a leaf ended, or now while it runs. */
export function endOf({ open, startMs, endMs }: Bar, nowMs: number): number {
  return open ? Math.max(startMs, nowMs) : endMs
}

function lengthOf(bar: Bar): number {
  return bar.endMs - bar.startMs
}

/** What all bars come to. The running ones apart, whose ends move: of ten thousand bars they are few. */
export interface Sums {
  /** The settled leaf that ran longest. */
  slowest: Bar | undefined
  /** How long all settled leaves ran together. */
  settledMs: number
  running: readonly Bar[]
}

export function sumsOf(bars: readonly Bar[]): Sums {
  const running: Bar[] = []
  let slowest: Bar | undefined
  let settledMs = 0
  for (const bar of bars) {
    if (bar.open) running.push(bar)
    else {
      settledMs += lengthOf(bar)
      if (slowest === undefined || lengthOf(bar) > lengthOf(slowest)) slowest = bar
    }
  }
  return { slowest, settledMs, running }
}

/** The leaf that has run longest by now, how long, and how long all have run together. */
export function longestBy({ slowest, settledMs, running }: Sums, nowMs: number) {
  let longest = slowest
  let longestMs = slowest === undefined ? 0 : lengthOf(slowest)
  let sumMs = settledMs
  for (const bar of running) {
    const ms = endOf(bar, nowMs) - bar.startMs
    sumMs += ms
    if (longest === undefined || ms > longestMs) [longest, longestMs] = [bar, ms]
  }
  return { longest, longestMs, sumMs }
}
