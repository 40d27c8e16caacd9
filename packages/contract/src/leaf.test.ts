import { describe, expect, it } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { batchSchema } from './batch.ts'
import { hasLeaf, leafAt, leafById, leafCount, leafOf, leafPosition, leavesOf } from './leaf.ts'

const ids = (...of: Parameters<typeof leavesOf>) => Array.from(leavesOf(...of), ({ id }) => id)

describe('the leaves of a batch', () => {
  it('are all columns of the first prompt, then of the second', () => {
    expect(ids(makeBatch(2))).toEqual(['0000-00', '0000-01', '0001-00', '0001-01'])
    expect(leafAt(makeBatch(2), 3)).not.toHaveProperty('variation')
  })

  it('with variations stand beside each other, told apart by a letter', () => {
    const batch = batchSchema.parse(makeBatch(2, { version: 2, variations: 3 }))
    expect(leafCount(batch)).toBe(12)
    expect(ids(batch, 1, 5)).toEqual(['0000-00b', '0000-00c', '0000-01a', '0000-01b'])
    expect(ids(batch)).toEqual(ids(batch).toSorted())
    expect(leafById(batch, '0001-00c')).toEqual(leafOf(batch, 1, 0, 2))
    expect(leafAt(batch, 8)).toMatchObject({ id: '0001-00c', promptIndex: 1, modelIndex: 0, variation: 2 })
  })

  it('of a sample are those alone', () => {
    const batch = makeBatch(3, { variations: 2, sample: [1, 6, 10] })
    expect(leafCount(batch)).toBe(3)
    expect(ids(batch)).toEqual(['0000-00b', '0001-01a', '0002-01a'])
    expect(ids(batch).map(id => leafPosition(batch, id))).toEqual([0, 1, 2])
    expect(() => leafById(batch, '0000-00a')).toThrow(RangeError)
    expect(() => leafAt(batch, 3)).toThrow(RangeError)
  })

  it.each([
    [{}, ['0000-00'], ['0000-00a', '0001-00', '0000-02', '0000-0', '']],
    [{ variations: 2 }, ['0000-00a', '0000-01b'], ['0000-00', '0000-00c', '0001-00a']],
    [{ sample: [1] }, ['0000-01'], ['0000-00', '0000-01a']],
  ])('are known by their ids: %j', (rest, own, others) => {
    const batch = makeBatch(1, rest)
    expect(own.map(id => hasLeaf(batch, id))).toEqual(own.map(() => true))
    expect(others.map(id => hasLeaf(batch, id))).toEqual(others.map(() => false))
    for (const id of others) expect(() => leafById(batch, id)).toThrow(RangeError)
  })

  it('have a place also where the batch has no such leaf: that of the next', () => {
    const batch = makeBatch(3, { sample: [1, 4] })
    expect(['0000-00', '0001-00', '0002-01'].map(id => leafPosition(batch, id))).toEqual([0, 1, 2])
  })

  it('draw their own title, or that of their prompt, or the prompt', () => {
    const items = [{ title: 'A hare' }, {}]
    const batch = makeBatch(2, { items, titles: { '0000-01': 'An owl' } })
    expect(Array.from(leavesOf(batch), ({ title }) => title)).toEqual([
      'A hare',
      'An owl',
      'A fox, number 2',
      'A fox, number 2',
    ])
  })
})

describe('a leaf of the economy lane', () => {
  const economy = { ...OPENAI_MODEL, speed: 'economy' as const }
  const version = { createdAt: '2026-11-26T12:00:00.000Z', keep: false }

  it('is made at once when it is made again, and keeps its speed when its pictures alone are made anew', () => {
    const batch = makeBatch(3, {
      models: [economy],
      versions: [
        { ...version, tag: 'v2-k3xq', leaves: ['0000-00'], anew: true },
        { ...version, tag: 'v3-k3xq', leaves: ['0000-00', '0001-00'] },
      ],
    })
    expect([...leavesOf(batch)].map(({ model }) => model)).toEqual([OPENAI_MODEL, economy, economy])
  })
})
