import type { LeafView } from '../api/types.ts'
import { isSettled, type LiveBatch } from '../live/live-batch.ts'

/** One leaf on the timeline. Times are milliseconds since the batch was accepted. */
export interface Bar {
  position: number
  leaf: LeafView
  startMs: number
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
  for (const [position, leaf] of batch.leaves.entries()) {
    if (leaf === undefined) continue
    if (isSettled(leaf.state)) {
      if (leaf.attempts === undefined || leaf.attempts === 0) continue
      const startMs = leaf.queuedMs ?? 0
      bars.push({
        position,
        leaf,
        startMs,
        endMs: startMs + (leaf.durationMs ?? 0),
        open: false,
        startUnknown: false,
      })
    } else if (leaf.state === 'running') {
      const { submittedAt } = leaf
      const startMs =
        submittedAt === undefined
          ? (batch.startedMs.get(position) ?? 0)
          : Math.max(0, Date.parse(submittedAt) - Date.parse(batch.view.createdAt))
      bars.push({
        position,
        leaf,
        startMs,
        endMs: Math.max(startMs, nowMs),
        open: true,
        startUnknown: startMs === 0 && submittedAt === undefined,
      })
    }
  }
  if (order === 'start') bars.sort((a, b) => a.startMs - b.startMs || a.position - b.position)
  if (order === 'slowest') bars.sort((a, b) => lengthOf(b) - lengthOf(a) || a.position - b.position)
  return bars
}

function lengthOf(bar: Bar): number {
  return bar.endMs - bar.startMs
}

/** The bar of the leaf that ran longest. */
export function slowestOf(bars: readonly Bar[]): Bar | undefined {
  return bars.reduce<Bar | undefined>(
    (slowest, bar) => (slowest === undefined || lengthOf(bar) > lengthOf(slowest) ? bar : slowest),
    undefined,
  )
}

/** A stretch of time that the axis leaves out, because nothing ran. */
interface Gap {
  startMs: number
  endMs: number
}

/** Where a time stands on the axis, and how long the axis is. */
export interface Axis {
  lengthMs: number
  gaps: readonly Gap[]
  /** Share of the axis, 0 to 1. */
  at(ms: number): number
}

/** Time before any leaf ran again, shown no longer than so many milliseconds... */
const LEAST_GAP_MS = 60_000
/** ...and this share of the time something ran. */
const GAP_SHARE = 0.04

/**
 * The axis of some bars. A batch that is retried an hour later has an hour in which nothing ran: the axis leaves it
 * out, down to a mark.
 */
export function axisOf(bars: readonly Bar[], endMs: number): Axis {
  const end = Math.max(endMs, ...ends(bars), 1)
  const gaps: Gap[] = []
  let busyUntil = 0
  for (const bar of [...bars].sort((a, b) => a.startMs - b.startMs)) {
    const gap = bar.startMs - busyUntil
    if (busyUntil > 0 && gap > LEAST_GAP_MS) gaps.push({ startMs: busyUntil, endMs: bar.startMs })
    busyUntil = Math.max(busyUntil, bar.endMs)
  }
  const left = gaps.reduce((sum, gap) => sum + gap.endMs - gap.startMs, 0)
  const mark = (end - left) * GAP_SHARE
  const lengthMs = end - left + gaps.length * mark
  const at = (ms: number) => {
    let shown = ms
    for (const gap of gaps) {
      if (ms <= gap.startMs) break
      const inside = Math.min(ms, gap.endMs) - gap.startMs
      shown -= inside - (inside / (gap.endMs - gap.startMs)) * mark
    }
    return Math.min(1, shown / lengthMs)
  }
  return { lengthMs, gaps, at }
}

/** Not spread into Math.max at the caller: ten thousand arguments are too many for some engines. */
function ends(bars: readonly Bar[]): [number] {
  return [bars.reduce((end, bar) => Math.max(end, bar.endMs), 0)]
}

const STEPS = [1, 2, 5]

/** Round times for an axis, about so many. Milliseconds. */
export function ticks(lengthMs: number, about: number): number[] {
  const raw = Math.max(lengthMs / about, 1)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = (STEPS.find(step => step * power >= raw) ?? 10) * power
  const found: number[] = []
  for (let ms = 0; ms <= lengthMs; ms += step) found.push(ms)
  return found
}
