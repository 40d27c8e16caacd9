import { type RefObject, useEffect, useRef } from 'react'
import type { BatchView } from '../../api/types.ts'
import type { ShownSheet } from '../../lib/sheet-filter.ts'
import { positionOfId, rowOf, slotCount } from '../../lib/slots.ts'
import { useAddress } from '../../router.ts'
import { focusIsLost } from '../../ui/lost-focus.ts'

/**
 * Gives the focus back to the sheet: to the cell of the leaf that was large last, or to the row that was compared, even
 * where that was not in sight; and to the cell it was in once nothing is selected any more.
 */
export function useReturnFocus({
  view,
  sheet,
  keys,
  selecting,
  scroller,
}: {
  view: BatchView
  sheet: ShownSheet
  keys: { active: number; focus: (place: number) => void }
  /** Something is selected. */
  selecting: boolean
  scroller: RefObject<HTMLElement | null>
}): void {
  const [search] = useAddress()
  const large = search.get('leaf') ?? search.get('compare')
  const before = useRef({ large, selecting })
  useEffect(() => {
    const was = before.current
    before.current = { large, selecting }
    if (was.large !== null && large === null) {
      const place = placeOf(view, sheet, was.large)
      // The dialog has given the focus back by then, if what it was opened from is still there.
      requestAnimationFrame(() => {
        const { activeElement, body } = document
        const isIn = activeElement instanceof HTMLElement && scroller.current?.contains(activeElement)
        const isOnCell = isIn && activeElement.dataset.position !== undefined
        if (activeElement === body || isOnCell) keys.focus(place)
      })
    } else if (was.selecting && !selecting && focusIsLost()) keys.focus(keys.active)
  })
}

/** Where on the sheet something is that was large: a leaf, several beside each other, or all of a prompt. */
function placeOf(view: BatchView, sheet: ShownSheet, large: string): number {
  const slots = slotCount(view)
  const [first = ''] = large.split(',')
  const position = positionOfId(view, first) ?? rowOf(view, Number(first)) * slots
  const row = sheet.rows.indexOf(Math.floor(position / slots))
  const column = sheet.slots.indexOf(position % slots)
  return Math.max(0, row) * sheet.slots.length + Math.max(0, column)
}
