import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { FIT, type Room, type Sight, zoomAround, zoomTo } from '../../lib/timeline-zoom.ts'

/** What a press of a key or a button zooms by, and how far an arrow key moves, in shares of what is in sight. */
const FACTOR = 1.6
const MOVE = 0.25
/** What a wheel zooms by for each pixel it turns, and pixels of a line, where it counts those. */
const WHEEL = 1.002
const LINE = 16

export interface TimeZoom {
  sight: Sight
  /** @param anchorPx what stays where it is, from the left of what is in sight; the middle if not said */
  zoom(factor: number, anchorPx?: number): void
  /** Shows a stretch of the axis, in shares of it. */
  show(from: number, to: number): void
  fit(): void
  onScroll(): void
  /** @returns whether the key was one of its own */
  onKeyDown(event: KeyboardEvent, anchorPx: number | undefined): boolean
}

/**
 * Which part of a time axis is in sight. The axis scrolls in an element as any content does; zooming changes its width.
 *
 * @param scroller what it scrolls in
 * @param startPx where the axis begins in that, in pixels from the left
 */
export function useTimeZoom(scroller: RefObject<HTMLElement | null>, room: Room, startPx: number): TimeZoom {
  const [sight, setSight] = useState(FIT)
  // As it will be: several turns of a wheel can come before the next is drawn.
  const latest = useRef(sight)
  const scrollTo = useRef<number>(undefined)
  useLayoutEffect(() => {
    if (scrollTo.current === undefined || scroller.current === null) return
    scroller.current.scrollLeft = scrollTo.current
    scrollTo.current = undefined
  })

  const look = (next: Sight) => {
    latest.current = next
    scrollTo.current = next.leftPx
    setSight(next)
  }
  const zoom = (factor: number, anchorPx = room.widthPx / 2) =>
    look(zoomAround(latest.current, room, factor, anchorPx))

  // React listens to wheels without a say in whether the page zooms.
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const turn = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1)
      zoom(WHEEL ** -turn, event.clientX - element.getBoundingClientRect().left - startPx)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  })

  return {
    sight,
    zoom,
    show: (from, to) => look(zoomTo(room, from, to)),
    fit: () => look(FIT),
    onScroll() {
      const leftPx = scroller.current?.scrollLeft ?? 0
      // The element keeps whole pixels, and zooming on from there would wander off.
      if (scrollTo.current !== undefined || Math.abs(leftPx - latest.current.leftPx) < 1) return
      latest.current = { ...latest.current, leftPx }
      setSight(latest.current)
    },
    onKeyDown({ key, altKey, ctrlKey, metaKey }, anchorPx) {
      if (altKey || ctrlKey || metaKey) return false
      if (key === '+' || key === '=') zoom(FACTOR, anchorPx)
      else if (key === '-') zoom(1 / FACTOR, anchorPx)
      else if (key === '0') look(FIT)
      else if (key === 'ArrowLeft' || key === 'ArrowRight')
        scroller.current?.scrollBy({ left: room.widthPx * (key === 'ArrowLeft' ? -MOVE : MOVE) })
      else return false
      return true
    },
  }
}
