import type { Point } from '../../lib/zoom.ts'

/** What hands do to a picture. */
export interface Gestures {
  /** By a factor, about a point. */
  zoom(factor: number, at: Point): void
  pan(by: Point): void
  /** A double click, or two taps. */
  twice(at: Point): void
  /** A finger drawn across: 1 to the left, for what comes next. */
  swipe(by: 1 | -1): void
}

/** How much a pixel of a wheel zooms, and of two fingers on a pad, which browsers tell as a wheel with `Ctrl`. */
const WHEEL = 0.002
const PAD = 0.01
/** Pixels of a line, for wheels that turn by lines. */
const LINE = 16
/** How far a finger has to be drawn, in pixels. */
const SWIPE = 60

/**
 * Follows wheel, mouse, pen and fingers on an element.
 *
 * @param gestures asked for each time, so that they can change
 * @returns ends it
 */
export function followGestures(element: HTMLElement, gestures: () => Gestures): () => void {
  /** Where each finger is, or the mouse while its button is down. */
  const down = new Map<number, Point>()
  /** How far a single finger has come, undefined once there were two. */
  let drawn: Point | undefined

  const fromMiddle = ({ x, y }: Point): Point => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return { x: x - left - width / 2, y: y - top - height / 2 }
  }

  const onWheel = (event: WheelEvent) => {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1
    const [x, y] = [event.deltaX * unit, event.deltaY * unit]
    // Sideways there is nothing to zoom.
    if (Math.abs(x) > Math.abs(y)) return gestures().pan({ x: -x, y: -y })
    gestures().zoom(Math.exp(-y * (event.ctrlKey ? PAD : WHEEL)), fromMiddle(event))
  }

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    down.set(event.pointerId, { x: event.clientX, y: event.clientY })
    drawn = down.size === 1 && event.pointerType === 'touch' ? { x: 0, y: 0 } : undefined
    element.setPointerCapture(event.pointerId)
  }

  const onMove = (event: PointerEvent) => {
    const before = down.get(event.pointerId)
    if (before === undefined) return
    const now = { x: event.clientX, y: event.clientY }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1]
    down.set(event.pointerId, now)
    const by = { x: now.x - before.x, y: now.y - before.y }
    if (other === undefined) {
      if (drawn !== undefined) drawn = { x: drawn.x + by.x, y: drawn.y + by.y }
      return gestures().pan(by)
    }
    // Each finger moves the middle between the two by half of its own way.
    gestures().pan({ x: by.x / 2, y: by.y / 2 })
    const apart = ({ x, y }: Point) => Math.max(1, Math.hypot(x - other.x, y - other.y))
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
    gestures().zoom(apart(now) / apart(before), fromMiddle(middle))
  }

  const onUp = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return
    const way = drawn
    drawn = undefined
    if (event.type === 'pointercancel' || way === undefined) return
    if (Math.abs(way.x) > SWIPE && Math.abs(way.x) > 2 * Math.abs(way.y)) gestures().swipe(way.x < 0 ? 1 : -1)
  }

  const onTwice = (event: MouseEvent) => gestures().twice(fromMiddle(event))

  const stop = new AbortController()
  const { signal } = stop
  // Not passive: the page is not to scroll meanwhile.
  element.addEventListener('wheel', onWheel, { passive: false, signal })
  element.addEventListener('pointerdown', onDown, { signal })
  element.addEventListener('pointermove', onMove, { signal })
  element.addEventListener('pointerup', onUp, { signal })
  element.addEventListener('pointercancel', onUp, { signal })
  element.addEventListener('dblclick', onTwice, { signal })
  return () => stop.abort()
}
