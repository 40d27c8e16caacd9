import type { EconomyJob } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { nextLook } from './look-times.ts'

const NOW = Date.parse('2026-12-01T12:00:00Z')
const LONGEST_MS = 600_000

/** In seconds from now, of jobs that were taken so many seconds ago. */
function lookAfter(ages: readonly number[], rest: Partial<EconomyJob> = {}, random = 0.5): number {
  const jobs = ages.map((age, place): EconomyJob => {
    const at = new Date(NOW - age * 1_000).toISOString()
    return {
      version: 1,
      batchId: 'zybqk38mqd-t2ja2d',
      number: place + 1,
      provider: 'openai',
      model: 'gpt-image-2',
      leaves: ['0000-00'],
      intendedAt: at,
      id: 'a-job',
      submittedAt: at,
      ...rest,
    }
  })
  return (nextLook(jobs, LONGEST_MS, NOW, random) - NOW) / 1_000
}

describe('the next look at the jobs of a batch', () => {
  it('comes soon first, then later and later, and never after more than the longest time', () => {
    expect([0, 60, 600, 3_600, 86_400].map(age => lookAfter([age]))).toEqual([30, 30, 100, 600, 600])
  })

  it('comes when the youngest of them is due', () => {
    expect(lookAfter([3_600, 600])).toBe(100)
  })

  it('comes soon where a job is not taken yet, is about to end, or has ended', () => {
    const at = new Date(NOW).toISOString()
    expect(lookAfter([3_600], { id: undefined })).toBe(60)
    expect(lookAfter([3_600], { cancel: 'deadline' })).toBe(60)
    expect(lookAfter([3_600], { ended: { at, how: 'completed' } })).toBe(60)
  })

  it('comes sooner or later by chance, so that not all come at once', () => {
    expect([0, 1].map(random => lookAfter([3_600], {}, random))).toEqual([480, 720])
  })
})
