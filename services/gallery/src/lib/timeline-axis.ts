import type { Bar } from './timeline.ts'

/** A stretch of time that the axis leaves out, because nothing ran. */
interface Gap {
  startMs: number
  endMs: number
}

/** When leaves of a batch ran: the last end, and the time between in which none did. */
export interface Busy {
  endMs: number
  gaps: readonly Gap[]
}

/** Where a time stands on the axis, and how long the axis is. */
export interface Axis {
  /** What the axis shows: the time without the gaps, each of which leaves a mark. */
  lengthMs: number
  gaps: readonly Gap[]
  /** Share of the axis, 0 to 1. */
  at(ms: number): number
  /** The time at a share of the axis. */
  timeAt(share: number): number
}

/** Time before any leaf ran again, shown no longer than so many milliseconds... */
const LEAST_GAP_MS = 60_000
/** ...and this share of the time something ran. */
const GAP_SHARE = 0.04

export function busyOf(bars: readonly Bar[]): Busy {
  const gaps: Gap[] = []
  let endMs = 0
  for (const bar of [...bars].sort((a, b) => a.startMs - b.startMs)) {
    if (endMs > 0 && bar.startMs - endMs > LEAST_GAP_MS) gaps.push({ startMs: endMs, endMs: bar.startMs })
    endMs = Math.max(endMs, bar.endMs)
  }
  return { endMs, gaps }
}

/**
 * The axis of a batch. One that is retried an hour later has an hour in which nothing ran: the axis leaves it out, down to
 * a mark.
 *
 * @param nowMs while the batch is open; 0 once it has settled
 */
export function axisOf({ endMs, gaps }: Busy, nowMs: number): Axis {
  const end = Math.max(endMs, nowMs, 1)
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
  const timeAt = (share: number) => {
    let ms = share * lengthMs
    for (const gap of gaps) {
      if (ms <= gap.startMs) break
      const length = gap.endMs - gap.startMs
      const inside = Math.min(mark, ms - gap.startMs)
      ms += (inside / mark) * length - inside
    }
    return ms
  }
  return { lengthMs, gaps, at, timeAt }
}

/** Distances between ticks that people read with ease, in milliseconds. */
const ROUND_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000],
  ...[1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440].map(minutes => minutes * 60_000),
]

/** Round times on a stretch of an axis, and how far they are apart. Milliseconds. */
export interface Ticks {
  stepMs: number
  times: number[]
}

/**
 * Round times for what is in sight of an axis, about so many, none in a gap.
 *
 * @param from share of the axis at which it begins
 * @param to and ends
 */
export function ticks(axis: Axis, from: number, to: number, about: number): Ticks {
  const stepMs = stepFor(((to - from) * axis.lengthMs) / about)
  const times: number[] = []
  const until = axis.timeAt(to)
  for (let ms = Math.ceil(axis.timeAt(from) / stepMs) * stepMs; ms <= until; ms += stepMs) {
    const gap = axis.gaps.find(({ startMs, endMs }) => ms > startMs && ms < endMs)
    if (gap === undefined) times.push(ms)
    // Weeks can pass before a batch is opened again.
    else ms = (Math.ceil(gap.endMs / stepMs) - 1) * stepMs
  }
  return { stepMs, times }
}

function stepFor(leastMs: number): number {
  const day = 86_400_000
  return ROUND_MS.find(ms => ms >= leastMs) ?? Math.ceil(leastMs / day) * day
}

/** A time on an axis whose ticks are so far apart: `0`, `0.5 s`, `12 s`, `2:05`, `1:02:05`. */
export function tickLabel(ms: number, stepMs: number): string {
  if (ms === 0) return '0'
  const digits = stepMs < 10 ? 3 : stepMs < 100 ? 2 : stepMs < 1_000 ? 1 : 0
  if (ms < 60_000) return `${(ms / 1_000).toFixed(digits)} s`
  const seconds = ((ms % 60_000) / 1_000).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, '0')
  const minutes = Math.floor(ms / 60_000)
  return minutes < 60
    ? `${minutes}:${seconds}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${seconds}`
}
