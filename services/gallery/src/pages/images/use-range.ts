import { useRef } from 'react'

/**
 * Selects images by their places.
 *
 * @param keys of all images, in their order; undefined for one that has not been loaded
 */
export function useRange(
  keys: readonly (string | undefined)[],
  selected: ReadonlySet<string>,
  onSelect: (selected: ReadonlySet<string>) => void,
) {
  /** Where a range begins, and what was selected before it: a range that becomes shorter lets go of what it had. */
  const start = useRef<{ key: string; before: ReadonlySet<string> }>(undefined)
  const begin = (at: number, before: ReadonlySet<string>) => {
    start.current = { key: keys[at] ?? '', before }
    return start.current
  }
  return {
    toggle(at: number) {
      const next = new Set(selected)
      const key = keys[at]
      if (key !== undefined && !next.delete(key)) next.add(key)
      begin(at, next)
      onSelect(next)
    },
    /** Selects all from where the range begins, or else from a place, to a place. */
    extend(from: number, to: number) {
      const { key, before } = start.current ?? begin(from, selected)
      const found = keys.indexOf(key)
      const anchor = found < 0 ? from : found
      const among = keys.slice(Math.min(anchor, to), Math.max(anchor, to) + 1)
      onSelect(new Set([...before, ...among.filter(key => key !== undefined)]))
    },
    all() {
      onSelect(new Set(keys.filter(key => key !== undefined)))
    },
    /** The next range begins anew. */
    end() {
      start.current = undefined
    },
  }
}
