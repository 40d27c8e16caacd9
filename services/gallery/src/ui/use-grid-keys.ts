import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react'

/** Moves within a grid: how many columns to the right and rows down. */
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  PageUp: [0, -5],
  PageDown: [0, 5],
}

/**
 * Arrow keys among cells of which only some exist at a time. A cell is an element with `data-position`.
 *
 * @param reach scrolls so that the cell at a position exists
 * @param onMove hears of each move that a key makes, before it is made
 */
export function useGridKeys(
  grid: RefObject<HTMLElement | null>,
  columns: number,
  total: number,
  reach: (position: number) => void,
  onMove?: (from: number, to: number, event: KeyboardEvent) => void,
) {
  const [active, setActive] = useState(0)

  const focusSoon = (position: number, tries: number) => {
    const cell = grid.current?.querySelector<HTMLElement>(`[data-position="${position}"]`)
    if (cell) cell.focus({ preventScroll: true })
    else if (tries > 0) requestAnimationFrame(() => focusSoon(position, tries - 1))
  }

  const focus = (position: number) => {
    // Before the cell is there to have the focus, it is the one that is meant.
    setActive(position)
    reach(position)
    focusSoon(position, 10)
  }

  /** What is in sight, and with it what has the focus, so that it keeps it. */
  const keeping =
    (index: number) =>
    (range: Range): number[] => {
      const seen = defaultRangeExtractor(range)
      const holds = grid.current?.contains(document.activeElement) && index < range.count
      return holds && !seen.includes(index) ? [...seen, index].sort((a, b) => a - b) : seen
    }

  return {
    /** For virtualizers: the row and the column of the cell that has the focus exist too while others are looked at. */
    rowsToKeep: keeping(Math.floor(active / columns)),
    columnsToKeep: keeping(active % columns),
    /** The cell that the Tab key leads to. */
    active,
    /** Brings the focus to a cell that may not exist yet. */
    focus,
    onFocus(event: FocusEvent) {
      const position = positionIn(event.target)
      if (position !== undefined) setActive(position)
    },
    onKeyDown(event: KeyboardEvent) {
      const from = positionIn(event.target)
      if (from === undefined || event.altKey || event.ctrlKey || event.metaKey) return
      const to = target(event.key, from, columns, total)
      if (to === undefined) return
      event.preventDefault()
      onMove?.(from, to, event)
      focus(to)
    },
  }
}

function target(key: string, from: number, columns: number, total: number): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return total - 1
  const move = MOVES[key]
  if (move === undefined) return undefined
  const column = Math.min(columns - 1, Math.max(0, (from % columns) + move[0]))
  const row = Math.min(Math.ceil(total / columns) - 1, Math.max(0, Math.floor(from / columns) + move[1]))
  return Math.min(total - 1, row * columns + column)
}

/** The position of the cell that an element is. */
export function positionIn(element: EventTarget): number | undefined {
  const value = element instanceof HTMLElement ? element.dataset.position : undefined
  return value === undefined ? undefined : Number(value)
}
