import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { remember } from './remember.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a look-up that is remembered', () => {
  it('is made once for all who ask within its time, also while it is made', async () => {
    const look = vi.fn(async () => 'an answer')
    const ask = remember(1_000, look)
    expect(await Promise.all([ask(), ask()])).toEqual(['an answer', 'an answer'])
    vi.advanceTimersByTime(999)
    await ask()
    expect(look).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    await ask()
    expect(look).toHaveBeenCalledTimes(2)
  })

  it('is made again after a failure', async () => {
    const look = vi.fn(async () => 'an answer').mockRejectedValueOnce(new Error('away'))
    const ask = remember(1_000, look)
    await expect(ask()).rejects.toThrow('away')
    expect(await ask()).toBe('an answer')
  })
})
