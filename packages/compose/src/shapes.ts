import type { Overlay, Rect, Rgb } from './paint.ts'

/** Adds a rectangle with round corners to an overlay. */
export function fillRounded(overlay: Overlay, rect: Rect, color: Rgb, opacity: number, radius: number): void {
  const round = Math.min(radius, rect.width / 2, rect.height / 2)
  const corners = Math.ceil(round)
  overlay.fill({ ...rect, top: rect.top + corners, height: rect.height - 2 * corners }, color, opacity)
  for (let row = 0; row < corners; row++) {
    const inset = round - Math.sqrt(Math.max(0, round ** 2 - (round - row - 0.5) ** 2))
    const edge = Math.floor(inset)
    const soft = opacity * (1 - (inset - edge))
    for (const top of [rect.top + row, rect.top + rect.height - 1 - row]) {
      const corner = { top, width: 1, height: 1 }
      const across = rect.width - 2 * (edge + 1)
      overlay.fill({ ...corner, left: rect.left + edge }, color, soft)
      overlay.fill({ ...corner, left: rect.left + edge + 1, width: across }, color, opacity)
      overlay.fill({ ...corner, left: rect.left + rect.width - edge - 1 }, color, soft)
    }
  }
}

/** A colour on the way of a gradient; `at` and `opacity` are 0 to 1. */
export interface Stop {
  at: number
  color: Rgb
  opacity: number
}

/** Adds a gradient to an overlay, one line of pixels at a time. The way is from 0 at one side to 1 at the one it runs to. */
export function fillGradient(
  overlay: Overlay,
  rect: Rect,
  to: 'top' | 'bottom' | 'left' | 'right',
  stops: readonly Stop[],
  easing: (share: number) => number,
): void {
  const isAcross = to === 'left' || to === 'right'
  const lines = isAcross ? rect.width : rect.height
  for (let line = 0; line < lines; line++) {
    const way = (line + 0.5) / lines
    const { color, opacity } = stopAt(to === 'top' || to === 'left' ? 1 - way : way, stops, easing)
    const part = isAcross
      ? { ...rect, left: rect.left + line, width: 1 }
      : { ...rect, top: rect.top + line, height: 1 }
    overlay.fill(part, color, opacity)
  }
}

function stopAt(way: number, stops: readonly Stop[], easing: (share: number) => number): Stop {
  const sorted = stops.toSorted((one, other) => one.at - other.at)
  const after = sorted.find(({ at }) => at >= way) ?? sorted.at(-1)
  const before = sorted.findLast(({ at }) => at < way) ?? after
  if (before === undefined || after === undefined) throw new RangeError('A gradient needs a stop.')
  const span = after.at - before.at
  const share = span === 0 ? 0 : easing((way - before.at) / span)
  const mix = (from: number, into: number) => from + (into - from) * share
  const [red, green, blue] = before.color
  return {
    at: way,
    color: [mix(red, after.color[0]), mix(green, after.color[1]), mix(blue, after.color[2])],
    opacity: mix(before.opacity, after.opacity),
  }
}

/** From 0 to 1 without a visible beginning or end. */
export function ease(share: number): number {
  const t = Math.min(1, Math.max(0, share))
  return t * t * (3 - 2 * t)
}
