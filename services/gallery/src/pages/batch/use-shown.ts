import { useMemo } from 'react'
import {
  countPicks,
  filterIn,
  type PickCounts,
  type SheetFilter,
  type ShownSheet,
  shownSheet,
} from '../../lib/sheet-filter.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { useHashSearch } from '../../router.ts'
import { type PickOf, usePickOf } from '../../state/picks.ts'

/** What of a batch is in sight: as the address says, and by what was said of its leaves. */
export interface ShownBatch {
  filter: SheetFilter
  sheet: ShownSheet
  pickOf: PickOf
  /** Of all its leaves, in sight or not. */
  picks: PickCounts
}

export function useShown({ view, leaves }: LiveBatch): ShownBatch {
  const search = useHashSearch()
  const pickOf = usePickOf(view.id)
  const filter = useMemo(() => filterIn(new URLSearchParams(search), view), [search, view])
  const sheet = useMemo(() => shownSheet(view, leaves, filter, pickOf), [view, leaves, filter, pickOf])
  const picks = useMemo(() => countPicks(leaves, pickOf), [leaves, pickOf])
  return { filter, sheet, pickOf, picks }
}
