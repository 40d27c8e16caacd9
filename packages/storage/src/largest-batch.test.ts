import { MOST_IMAGES } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { largestResult } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { BatchStore } from './index.ts'
import { openDiskStore } from './stores.testing.ts'

describe('the largest batch there can be', () => {
  it('settles, and its result is read back whole', { timeout: 240_000 }, async () => {
    const settled = largestResult()
    const { objects, remove } = await openDiskStore()
    try {
      const store = new BatchStore(objects)
      await store.settle(draftOf(settled))
      const result = await store.result(settled.batch.id)
      expect(result?.counts).toMatchObject({ total: MOST_IMAGES, succeeded: MOST_IMAGES })
      expect(result?.records).toHaveLength(MOST_IMAGES)
      expect(result?.records.at(-1)?.leafId).toBe('9999-14')
    } finally {
      await remove()
    }
  })
})
