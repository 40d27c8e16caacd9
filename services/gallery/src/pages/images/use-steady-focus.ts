import { useEffect, useRef } from 'react'
import { focusIsLost } from '../../ui/lost-focus.ts'
import { positionIn } from '../../ui/use-grid-keys.ts'

/**
 * Keeps the focus among images as they go. Once the one that had it is deleted, the next one has it; once the last of a
 * selection is let go of, or an image is large no longer, the one that this was about.
 */
export function useSteadyFocus({
  keys,
  active,
  opened,
  none,
  focus,
}: {
  /** Of all images, in their order; undefined for one that has not been loaded. */
  keys: readonly (string | undefined)[]
  /** Place of the image that had the focus last. */
  active: number
  /** Key of the image that is large. */
  opened: string | null
  /** Nothing is selected. */
  none: boolean
  focus: (position: number) => void
}): void {
  const before = useRef({ keys, opened, none })
  useEffect(() => {
    const was = before.current
    before.current = { keys, opened, none }
    if (was.opened !== null && opened === null) {
      const position = nextOf(was.keys, was.keys.indexOf(was.opened), keys)
      // The dialog has given the focus back by then, to what it was opened from.
      requestAnimationFrame(() => focus(position))
    } else if (opened === null && (keys.length < was.keys.length || (none && !was.none)) && focusIsLost())
      focus(nextOf(was.keys, active, keys))
    else if (opened === null && was.keys[active] !== undefined && keys[active] !== was.keys[active]) {
      // Its place has another image now.
      const held = document.activeElement
      if (held !== null && positionIn(held) === active) focus(nextOf(was.keys, active, keys))
    }
  })
}

/** The place of the image that is next after a place, among those that are left. */
function nextOf(
  was: readonly (string | undefined)[],
  place: number,
  now: readonly (string | undefined)[],
): number {
  const places = new Map(now.map((key, index) => [key, index]))
  for (const key of was.slice(Math.max(0, place))) {
    const found = key === undefined ? undefined : places.get(key)
    if (found !== undefined) return found
  }
  return Math.max(0, now.length - 1)
}
