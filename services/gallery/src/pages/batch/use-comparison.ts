import { useMemo, useState } from 'react'
import { type Change, type Compared, columnsIn, comparedOf } from '../../lib/compared.ts'
import { slotCount } from '../../lib/slots.ts'
import { textOf, type View, viewIn } from '../../lib/zoom.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { closeOver, useAddress } from '../../router.ts'
import { type PickOf, usePickOf } from '../../state/picks.ts'
import { useMedia } from '../../ui/use-media.ts'

/** Which pictures of leaves are shown. */
const PICTURES = ['finished', 'original', 'both'] as const
type Pictures = (typeof PICTURES)[number]

/** What an address says of a comparison beside what is compared. */
const PARTS = ['columns', 'from', 'by', 'pictures', 'flicker', 'sent', 'zoom'] as const

/** Most pictures at once, on a narrow screen and on others. */
const MOST = { narrow: 2, wide: 4 }

/** A comparison as its address has it, all of it: a link shows the same. */
export interface Comparison {
  kind: 'row' | 'chosen' | 'picks'
  compared: Compared
  /** Same with the next step taken, to load its pictures ahead. */
  next: readonly number[]
  /** Which columns of the row are shown, from 0; undefined where no row is compared, or all of it fits. */
  columns: readonly number[] | undefined
  /** How many leaves fit. */
  room: number
  pictures: Pictures
  /** All pictures at one place, one of them in front. */
  isFlickering: boolean
  /** Whether picks are walked row by row. */
  isByRow: boolean
  /** Whether the prompt is shown as it was sent. */
  isPromptShown: boolean
  /** What of the pictures is seen first. */
  view: View
  onView: (view: View) => void
  pickOf: PickOf
  /** Changes the address, in place of it. */
  go: (change: Change) => void
  close: () => void
}

export function useComparison(batch: LiveBatch): Comparison {
  const { view } = batch
  const [search, change] = useAddress()
  const pickOf = usePickOf(view.id)
  const isNarrow = useMedia('(width < 640px)')
  const compare = search.get('compare') ?? ''
  const kind = /^\d+$/.test(compare) ? 'row' : compare === 'picks' ? 'picks' : 'chosen'
  const picked = usePicked(batch, pickOf)

  const pictures = PICTURES.find(pictures => pictures === search.get('pictures')) ?? 'finished'
  const most = isNarrow ? MOST.narrow : MOST.wide
  const room = pictures === 'both' ? most / 2 : most
  const columns = search.get('columns')
  const by = search.get('by')
  const asked = { compare, columns, from: search.get('from'), by }
  const compared = comparedOf(view, asked, room, picked)
  const across = slotCount(view)
  const go = (to: Change) => change(to, { replace: true })
  return {
    kind,
    compared,
    next:
      compared.steps === undefined
        ? []
        : comparedOf(view, { ...asked, ...compared.steps[1] }, room, picked).shown,
    columns: kind === 'row' && across > room ? columnsIn(columns, across, room) : undefined,
    room,
    pictures,
    isFlickering: search.has('flicker'),
    isByRow: by === 'row',
    isPromptShown: search.has('sent'),
    view: viewIn(search.get('zoom')),
    onView: view => go({ zoom: textOf(view) }),
    pickOf,
    go,
    close: () => closeOver(PARTS),
  }
}

/**
 * Positions of all that is picked, or was since this is open: what somebody takes back meanwhile does not leave under their
 * eyes, with all others moving up.
 */
function usePicked({ leaves }: LiveBatch, pickOf: PickOf): readonly number[] {
  const [seen, setSeen] = useState<ReadonlySet<number>>(new Set())
  const fresh = [...leaves.entries()].flatMap(([position, leaf]) =>
    leaf !== undefined && pickOf(leaf) === 'picked' && !seen.has(position) ? [position] : [],
  )
  if (fresh.length > 0) setSeen(new Set([...seen, ...fresh]))
  return useMemo(() => [...seen].sort((a, b) => a - b), [seen])
}
