import { describe, expect, it } from 'vitest'
import type { LeafView } from '../api/types.ts'
import { makeLeaf, makeView, settledLeaf } from '../gallery.testing.ts'
import { countPicks, filterIn, filters, shownSheet } from './sheet-filter.ts'

const view = makeView(3)
const leaves: (LeafView | undefined)[] = [
  { ...settledLeaf(0, 0), pick: 'picked' },
  settledLeaf(0, 1, 'failed'),
  { ...settledLeaf(1, 0), title: 'Une crème brûlée' },
  { ...settledLeaf(1, 1), pick: 'rejected' },
  makeLeaf(2, 0, { state: 'running' }),
  undefined,
]
const pickOf = (leaf: LeafView) => leaf.pick
const sheetOf = (search: string) => {
  const { rows, slots, positions } = shownSheet(
    view,
    leaves,
    filterIn(new URLSearchParams(search), view),
    pickOf,
  )
  return { rows, slots, positions: positions && [...positions] }
}

describe('the sheet under a filter', () => {
  it('is whole without one, and with one that nobody understands', () => {
    const all = { rows: [0, 1, 2], slots: [0, 1], positions: undefined }
    expect(sheetOf('')).toEqual(all)
    expect(sheetOf('show=everything&model=9&leaf=0000-00')).toEqual(all)
  })

  it.each([
    ['show=picked', [0], [0]],
    ['show=rejected', [1], [3]],
    ['show=unpicked', [1], [2]],
    ['show=failed', [0], [1]],
    ['show=running', [2], [4]],
    ['show=queued', [], []],
    ['q=creme+BRULEE', [1], [2]],
    ['q=prompt+2', [2], [4, 5]],
    ['q=nothing', [], []],
  ])('has the rows with a leaf that fits %s', (search, rows, positions) => {
    expect(sheetOf(search)).toEqual({ rows, slots: [0, 1], positions })
  })

  it('has the column of a model alone', () => {
    expect(sheetOf('model=1')).toEqual({ rows: [0, 1], slots: [1], positions: [1, 3] })
    expect(sheetOf('model=1&show=failed')).toEqual({ rows: [0], slots: [1], positions: [1] })
  })

  it('counts what can be picked from beside what is', () => {
    expect(countPicks(leaves, pickOf)).toEqual({ picked: 1, rejected: 1, unpicked: 1 })
  })

  it('knows whether it leaves anything out', () => {
    const of = (search: string) => filters(filterIn(new URLSearchParams(search), view))
    expect([of(''), of('q=+'), of('q=fox'), of('model=0')]).toEqual([false, false, true, true])
  })
})
