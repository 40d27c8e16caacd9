import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BatchMarks, MARKS_MS } from './batch-marks.ts'

/** Marks as a store has them. */
const marked = { canceled: false, paused: false }
const store = {
  isCanceled: vi.fn(async (_batchId: string) => marked.canceled),
  isPaused: vi.fn(async (_batchId: string) => marked.paused),
}

let marks: BatchMarks
beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(marked, { canceled: false, paused: false })
  for (const look of [store.isCanceled, store.isPaused]) look.mockClear()
  marks = new BatchMarks(store)
})
afterEach(() => {
  marks.close()
  vi.useRealTimers()
})

describe('the marks of a batch', () => {
  it('are looked for once for all leaves that start within a second', async () => {
    await Promise.all(Array.from({ length: 20 }, () => marks.isPaused('one')))
    await marks.during('one', async () => {})
    expect([store.isCanceled.mock.calls, store.isPaused.mock.calls]).toEqual([[['one']], [['one']]])
  })

  it('are seen by leaves that run within a second of being set, and of being taken away', async () => {
    await marks.during('one', async ({ canceled, isPaused }) => {
      expect([isPaused(), canceled.aborted]).toEqual([false, false])
      marked.paused = true
      await vi.advanceTimersByTimeAsync(MARKS_MS)
      expect([isPaused(), canceled.aborted]).toEqual([true, false])
      marked.paused = false
      await vi.advanceTimersByTimeAsync(MARKS_MS)
      expect(isPaused()).toBe(false)
      marked.canceled = true
      await vi.advanceTimersByTimeAsync(MARKS_MS)
      expect(canceled.reason).toMatchObject({ kind: 'canceled' })
    })
  })

  it('are not looked for any more once no leaf runs', async () => {
    await marks.isPaused('one')
    await vi.advanceTimersByTimeAsync(5 * MARKS_MS)
    expect(store.isPaused).toHaveBeenCalledTimes(1)
    marked.paused = true
    expect(await marks.isPaused('one')).toBe(true)
  })

  it('stop no leaf that runs if the store cannot be asked, and let none start', async () => {
    await marks.during('one', async ({ canceled }) => {
      store.isPaused.mockRejectedValueOnce(new Error('The store is away.'))
      await vi.advanceTimersByTimeAsync(MARKS_MS)
      expect(canceled.aborted).toBe(false)
      await expect(marks.isPaused('one')).rejects.toThrow('The store is away.')
    })
  })
})
