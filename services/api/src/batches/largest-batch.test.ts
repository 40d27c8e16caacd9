import { type BatchView, MOST_IMAGES } from '@contactsheet/contract'
import { describe, expect, it, vi } from 'vitest'
import { largestResult } from '../../../../tests/support/batch.ts'
import { draftOf } from '../../../../tests/support/draft.ts'
import { openApi } from '../api.testing.ts'

describe('the largest batch there can be', () => {
  it('is shown and paged through, and read from the store once for all who ask', {
    timeout: 240_000,
  }, async () => {
    const result = largestResult()
    const { id } = result.batch
    const api = await openApi()
    try {
      await api.store.accept(result.batch)
      await api.store.settle(draftOf(result))
      const read = vi.spyOn(api.store, 'openResult')
      const shown = await api.app.inject({ url: `/batches/${id}` })
      expect(shown.json<BatchView>().counts).toMatchObject({ total: MOST_IMAGES, succeeded: MOST_IMAGES })
      const last = await api.app.inject({ url: `/batches/${id}/leaves?cursor=9999-13` })
      expect(last.json<BatchView>().leaves.map(leaf => leaf.leafId)).toEqual(['9999-14'])
      expect(read).toHaveBeenCalledTimes(1)
    } finally {
      await api.close()
    }
  })
})
