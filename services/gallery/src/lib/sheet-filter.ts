import { hasWords, searchWords } from '@contactsheet/contract/text'
import type { BatchView, LeafPick, LeafView } from '../api/types.ts'
import { promptOf, rowCount, slotsOf } from './slots.ts'

/** What leaves can be shown by: how they stand, and what somebody said of them. */
const SHOWN = [
  'succeeded',
  'failed',
  'canceled',
  'running',
  'submitted',
  'queued',
  'picked',
  'rejected',
  'unpicked',
] as const
export type Shown = (typeof SHOWN)[number]

/** Which leaves of a batch are looked at; what is absent does not matter. */
export interface SheetFilter {
  show?: Shown | undefined
  /** Index of its model in the batch. */
  model?: number | undefined
  /** Words of its prompt or title. */
  words: readonly string[]
}

/** The filter in the address of a batch. What it does not understand it ignores. */
export function filterIn(search: URLSearchParams, view: Pick<BatchView, 'models'>): SheetFilter {
  const model = search.get('model')
  return {
    show: SHOWN.find(shown => shown === search.get('show')),
    model: model !== null && view.models[Number(model)] !== undefined ? Number(model) : undefined,
    words: searchWords(search.get('q') ?? ''),
  }
}

/** Whether a filter leaves anything out. */
export function filters({ show, model, words }: SheetFilter): boolean {
  return show !== undefined || model !== undefined || words.length > 0
}

type PickOf = (leaf: LeafView) => LeafPick | undefined

/** Whether a leaf is among those to show. One that has not been told is if nothing but its prompt matters. */
function isShown(
  { show, model, words }: SheetFilter,
  prompt: string,
  leaf: LeafView | undefined,
  pickOf: PickOf,
): boolean {
  if (leaf === undefined) return show === undefined && model === undefined && hasWords(prompt, words)
  if (model !== undefined && leaf.modelIndex !== model) return false
  if (show !== undefined && !is(show, leaf, pickOf)) return false
  return hasWords(`${prompt}\n${leaf.title}`, words)
}

function is(show: Shown, leaf: LeafView, pickOf: PickOf): boolean {
  switch (show) {
    case 'picked':
    case 'rejected':
      return pickOf(leaf) === show
    case 'unpicked':
      return isToPick(leaf) && pickOf(leaf) === undefined
    default:
      return (leaf.phase ?? leaf.state) === show
  }
}

/** Whether a leaf has a picture that somebody could pick. */
function isToPick({ state }: LeafView): boolean {
  return state === 'succeeded'
}

/** How many leaves each word on them has. */
export type PickCounts = Readonly<Record<'picked' | 'rejected' | 'unpicked', number>>

export function countPicks(leaves: readonly (LeafView | undefined)[], pickOf: PickOf): PickCounts {
  const counts = { picked: 0, rejected: 0, unpicked: 0 }
  for (const leaf of leaves) {
    if (leaf === undefined) continue
    const pick = pickOf(leaf)
    if (pick !== undefined) counts[pick]++
    else if (isToPick(leaf)) counts.unpicked++
  }
  return counts
}

/** What of a sheet is in sight under a filter. */
export interface ShownSheet {
  /** Rows that have a leaf to show, ascending. */
  rows: readonly number[]
  /** Columns, ascending: those of one model if only that is to be shown. */
  slots: readonly number[]
  /** Positions of the leaves to show, ascending; undefined: all. */
  positions: ReadonlySet<number> | undefined
}

export function shownSheet(
  view: BatchView,
  leaves: readonly (LeafView | undefined)[],
  filter: SheetFilter,
  pickOf: PickOf,
): ShownSheet {
  const all = slotsOf(view)
  const slots = all.flatMap((slot, index) =>
    filter.model === undefined || slot.model === filter.model ? [index] : [],
  )
  if (!filters(filter)) return { rows: [...Array(rowCount(view)).keys()], slots, positions: undefined }
  const rows: number[] = []
  const positions = new Set<number>()
  for (let row = 0; row < rowCount(view); row++) {
    const prompt = view.prompts[promptOf(view, row)] ?? ''
    const before = positions.size
    for (const slot of slots) {
      const position = row * all.length + slot
      if (isShown(filter, prompt, leaves[position], pickOf)) positions.add(position)
    }
    if (positions.size > before) rows.push(row)
  }
  return { rows, slots, positions }
}
