import { describe, expect, it } from 'vitest'
import { retryDelayMs } from './retry.ts'

describe('the wait before another try', () => {
  it('doubles, with the upper half random', () => {
    expect([1, 2, 3].map(failures => retryDelayMs(failures, 0, 0))).toEqual([500, 1_000, 2_000])
    expect([1, 2, 3].map(failures => retryDelayMs(failures, 0, 1))).toEqual([1_000, 2_000, 4_000])
  })

  it('stops growing at half a minute', () => {
    expect(retryDelayMs(50, 0, 1)).toBe(30_000)
  })

  it('is never shorter than the other side asked, and spread so that not all come back at once', () => {
    expect(retryDelayMs(1, 53_000, 0)).toBe(53_000)
    expect(retryDelayMs(1, 53_000, 1)).toBe(53_500)
  })
})
