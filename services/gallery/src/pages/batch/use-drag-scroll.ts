import { type MouseEvent, type PointerEvent, useRef } from 'react'

/** How far a pointer may move in a click, in pixels. */
const CLICK = 4

/** Scrolls an element by dragging what is in it with a mouse. A finger scrolls as it is. */
export function useDragScroll() {
  const from = useRef<{ x: number; y: number; left: number; top: number }>(undefined)
  const dragged = useRef(false)
  return {
    onPointerDown({ currentTarget, pointerType, button, clientX, clientY }: PointerEvent<HTMLElement>) {
      dragged.current = false
      if (pointerType !== 'mouse' || button !== 0) return
      from.current = { x: clientX, y: clientY, left: currentTarget.scrollLeft, top: currentTarget.scrollTop }
    },
    onPointerMove({ currentTarget, pointerId, buttons, clientX, clientY }: PointerEvent<HTMLElement>) {
      if (from.current === undefined) return
      if (buttons === 0) {
        from.current = undefined
        return
      }
      const { x, y, left, top } = from.current
      if (!dragged.current && Math.hypot(clientX - x, clientY - y) < CLICK) return
      dragged.current = true
      currentTarget.setPointerCapture(pointerId)
      currentTarget.scrollTo({ left: left + x - clientX, top: top + y - clientY })
    },
    onPointerUp() {
      from.current = undefined
    },
    // The link under the pointer was not meant.
    onClickCapture(event: MouseEvent) {
      if (!dragged.current) return
      dragged.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
