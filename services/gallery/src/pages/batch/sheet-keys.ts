import type { KeyboardEvent } from 'react'
import type { LeafView } from '../../api/types.ts'
import { togglePick } from '../../state/picks.ts'

/** What keys do on a sheet, in the words of its help. */
export const SHEET_KEYS = [
  ['Arrows', 'move'],
  ['Enter', 'open'],
  ['P', 'pick'],
  ['X', 'reject'],
  ['R', 'reword and make again'],
  ['1 to 9', 'pick that column of the row'],
  ['Space', 'select'],
  ['Ctrl A', 'select all'],
  ['Esc', 'select none'],
] as const

/** How the keys of a sheet reach what they change. */
interface SheetHands {
  batchId: string
  /** The leaf in a cell; undefined where there is none, or it has no picture to say anything of. */
  leafAt: (place: number) => LeafView | undefined
  /** How many columns are in sight. */
  across: number
  select: {
    toggle: (leafId: string) => void
    all: () => void
    none: () => void
    /** Whether anything is. */
    any: boolean
  }
}

/**
 * Keys that pick and select on a sheet, for the cell that has the focus. A cell is an element with `data-position`.
 *
 * @returns whether the key meant something
 */
export function sheetKey(event: KeyboardEvent, { batchId, leafAt, across, select }: SheetHands): boolean {
  const { target, key } = event
  const place = target instanceof HTMLElement ? Number(target.dataset.position ?? Number.NaN) : Number.NaN
  if (Number.isNaN(place) || event.altKey) return false
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() !== 'a') return false
    select.all()
    return true
  }
  if (key === 'Escape') {
    if (!select.any) return false
    select.none()
    return true
  }
  const leaf = leafAt(place)
  if (key === ' ') {
    if (leaf !== undefined) select.toggle(leaf.leafId)
    return true
  }
  if (/^[1-9]$/.test(key) && Number(key) <= across) {
    const chosen = leafAt(place - (place % across) + Number(key) - 1)
    if (chosen !== undefined) togglePick(batchId, chosen, 'picked')
    return true
  }
  const pick = ({ p: 'picked', x: 'rejected' } as const)[key.toLowerCase()]
  if (pick === undefined) return false
  if (leaf !== undefined) togglePick(batchId, leaf, pick)
  return true
}
