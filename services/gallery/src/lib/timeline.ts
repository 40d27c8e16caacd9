import type { LeafView } from '../api/types.ts'
import { isSettled, type LiveBatch } from '../live/live-batch.ts'

/** One leaf on the timeline. Times are milliseconds since the batch was accepted. */
export interface Bar {
  position: number
  leaf: LeafView
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

/** The bars of the leaves that ran or run, in an order. Those that wait have none yet. */
export function barsOf(batch: LiveBatch, order: Order, nowMs: number): Bar[] {
  const bars: Bar[] = []
  const acceptedAt = Date.parse(batch.view.createdAt)
  for (const [position, leaf] of batch.leaves.entries()) {
    if (leaf === undefined) continue
    if (isSettled(leaf.state)) {
      if (leaf.attempts === undefined || leaf.attempts === 0) continue
      const startMs = leaf.queuedMs ?? 0
      const endMs = startMs + (leaf.durationMs ?? 0)
      bars.push({ position, leaf, startMs, endMs, open: false, startUnknown: false })
    } else if (leaf.state === 'running') {
      const { submittedAt } = leaf
      const startMs =
        submittedAt === undefined
          ? (batch.startedMs.get(position) ?? 0)
          : Math.max(0, Date.parse(submittedAt) - acceptedAt)
      const startUnknown = startMs === 0 && submittedAt === undefined
      bars.push({ position, leaf, startMs, endMs: Math.max(startMs, nowMs), open: true, startUnknown })
    }
  }
  if (order === 'start') bars.sort((a, b) => a.startMs - b.startMs || a.position - b.position)
  if (order === 'slowest') bars.sort((a, b) => lengthOf(b) - lengthOf(a) || a.position - b.position)
  return bars
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
