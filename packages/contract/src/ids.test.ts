import { describe, expect, it } from 'vitest'
import {
  BATCH_ID_PATTERN,
  batchIdTime,
  LEAF_ID_PATTERN,
  lastBatchIdAt,
  leafId,
  MOST_VARIATIONS,
  newBatchId,
  parseLeafId,
} from './ids.ts'

describe('a batch id', () => {
  it('sorts newer batches first', () => {
    const times = [0, 1, 31, 32, 1_000, 1_790_000_000_000, 1_790_000_000_001, 4_000_000_000_000]
    const ids = times.map(time => newBatchId(time))
    expect(ids.toSorted()).toEqual(ids.toReversed())
  })

  it('tells when it was made', () => {
    expect(batchIdTime(newBatchId(1_795_334_400_123))).toBe(1_795_334_400_123)
  })

  it('comes behind those that are as old or younger, and before the last one of its time', () => {
    const time = 1_795_334_400_123
    const [younger, same, older] = [time + 1, time, time - 1].map(made => newBatchId(made))
    expect([older, lastBatchIdAt(time), same, younger].toSorted()).toEqual([
      younger,
      same,
      lastBatchIdAt(time),
      older,
    ])
    expect(lastBatchIdAt(time)).toMatch(BATCH_ID_PATTERN)
  })

  it('has the form its pattern says, and is never the same twice', () => {
    const ids = Array.from({ length: 500 }, () => newBatchId(5))
    for (const id of ids) expect(id).toMatch(BATCH_ID_PATTERN)
    expect(new Set(ids).size).toBe(500)
  })
})

describe('a leaf id', () => {
  it('is padded so that it sorts by prompt, then by model', () => {
    expect([leafId(0, 0), leafId(9999, 99)]).toEqual(['0000-00', '9999-99'])
    expect(leafId(2, 11) < leafId(10, 0)).toBe(true)
    expect(leafId(1, 2)).toMatch(LEAF_ID_PATTERN)
  })

  it('tells variations apart by a letter', () => {
    expect(Array.from({ length: MOST_VARIATIONS }, (_, n) => leafId(1, 2, n)).join()).toBe(
      '0001-02a,0001-02b,0001-02c,0001-02d,0001-02e,0001-02f,0001-02g,0001-02h,0001-02i,0001-02j',
    )
    expect(parseLeafId('0001-02c')).toEqual({ promptIndex: 1, modelIndex: 2, variation: 2 })
    expect(parseLeafId('0001-02')).toEqual({ promptIndex: 1, modelIndex: 2 })
    expect(['0001-02k', '0001-02-a', '1-2', '0001-02ab'].map(parseLeafId)).toEqual(Array(4).fill(undefined))
  })
})
