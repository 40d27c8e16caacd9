import { describe, expect, it } from 'vitest'
import { makeLeaf, makeView } from '../gallery.testing.ts'
import { leafIdAt, makerOf, positionOf, positionOfId, rowCount, rowOf, slotCount, slotsOf } from './slots.ts'

describe('the sheet of a batch', () => {
  it('has a column for each model', () => {
    expect(slotsOf(makeView(3))).toEqual([
      { model: 0, label: 'Model 0' },
      { model: 1, label: 'Model 1' },
    ])
    expect(leafIdAt(makeView(12), 23)).toBe('0011-01')
  })

  it('has the variations of a model side by side', () => {
    const view = makeView(3, { variations: 2 })
    expect(slotsOf(view).map(({ label, place }) => `${label}, ${place}`)).toEqual([
      'Model 0, 1 of 2',
      'Model 0, 2 of 2',
      'Model 1, 1 of 2',
      'Model 1, 2 of 2',
    ])
    expect(Array.from({ length: 5 }, (_, position) => leafIdAt(view, position))).toEqual([
      '0000-00a',
      '0000-00b',
      '0000-01a',
      '0000-01b',
      '0001-00a',
    ])
    expect(positionOf(view, { promptIndex: 1, modelIndex: 1, variation: 1 })).toBe(7)
  })

  it('says of a leaf that another model made again which that was', () => {
    const view = makeView(1)
    const [slot = { model: 0, label: '' }] = slotsOf(view)
    expect(makerOf(view, slot, undefined)).toBe('Model 0')
    expect(makerOf(view, slot, makeLeaf(0, 0))).toBe('Model 0')
    expect(makerOf(view, slot, makeLeaf(0, 0, { model: 'model-9' }))).toBe('model-9')
  })

  it('of a sample has the rows of its prompts alone, and the variations that it has', () => {
    const view = makeView(9, { variations: 4, sample: { images: 5, prompts: [2, 5, 7] } })
    expect([rowCount(view), slotCount(view)]).toEqual([3, 2])
    expect([rowOf(view, 5), rowOf(view, 3), rowOf(view, 8)]).toEqual([1, -1, -1])
    expect(leafIdAt(view, 3)).toBe('0005-01a')
    const larger = makeView(2, { variations: 4, sample: { images: 5, prompts: [0, 1] } })
    expect(slotCount(larger)).toBe(4)
  })

  it.each([
    ['0001-01', {}, 3],
    ['0001-01a', {}, undefined],
    ['0003-00', {}, undefined],
    ['0000-02', {}, undefined],
    ['1-1', {}, undefined],
    ['0001-01b', { variations: 2 }, 7],
    ['0001-01', { variations: 2 }, undefined],
    ['0001-01c', { variations: 2 }, undefined],
    ['0002-01', { sample: { images: 4, prompts: [0, 2] } }, 3],
    ['0001-01', { sample: { images: 4, prompts: [0, 2] } }, undefined],
  ])('has leaf %s of %j at %s', (leafId, rest, position) => {
    expect(positionOfId(makeView(3, rest), leafId)).toBe(position)
  })
})
