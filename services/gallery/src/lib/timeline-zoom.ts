/** What of a time axis is in sight. */
export interface Sight {
  /** Pixels for a millisecond; undefined fits all of the axis in, however long it grows. */
  pxPerMs: number | undefined
  /** Pixels of the axis that are out of sight on the left. */
  leftPx: number
}

/** An axis and the room there is for it. */
export interface Room {
  lengthMs: number
  widthPx: number
}

export const FIT: Sight = { pxPerMs: undefined, leftPx: 0 }

/** Engines lay out nothing that is much wider than this. */
const MOST_PX = 2_000_000

/** How wide all of the axis is, in pixels. */
export function trackWidth({ pxPerMs = 0 }: Sight, { lengthMs, widthPx }: Room): number {
  return Math.max(widthPx, Math.min(MOST_PX, lengthMs * pxPerMs))
}

/**
 * Zooms so that what is at a point stays there.
 *
 * @param factor above 1 shows less of the axis, larger
 * @param anchorPx the point, from the left of what is in sight
 */
export function zoomAround(sight: Sight, room: Room, factor: number, anchorPx: number): Sight {
  const before = trackWidth(sight, room)
  const after = Math.min(MOST_PX, before * factor)
  if (after <= room.widthPx) return FIT
  const share = (sight.leftPx + anchorPx) / before
  return { pxPerMs: after / room.lengthMs, leftPx: within(share * after - anchorPx, after, room) }
}

/** Has a stretch of the axis fill the room. Shares of the axis, 0 to 1. */
export function zoomTo(room: Room, from: number, to: number): Sight {
  const after = Math.min(MOST_PX, room.widthPx / Math.max(to - from, Number.EPSILON))
  if (after <= room.widthPx) return FIT
  return { pxPerMs: after / room.lengthMs, leftPx: within(from * after, after, room) }
}

/** The stretch of the axis that is in sight, in shares of it. */
export function inSight(sight: Sight, room: Room): { from: number; to: number } {
  const width = Math.max(1, trackWidth(sight, room))
  return { from: sight.leftPx / width, to: Math.min(1, (sight.leftPx + room.widthPx) / width) }
}

function within(leftPx: number, trackPx: number, { widthPx }: Room): number {
  return Math.max(0, Math.min(leftPx, trackPx - widthPx))
}
