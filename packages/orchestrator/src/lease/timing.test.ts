import { describe, expect, it } from 'vitest'
import { brokenRule, TIMING, timingOf } from './timing.ts'

describe('the timing of the lease', () => {
  it('breaks none of the rules that nobody paying twice depends on', () => {
    expect(brokenRule(TIMING)).toBeUndefined()
  })

  it.each([
    ['a hold must outlive three renewals that fail', { expiryMs: TIMING.renewMs * 3 }],
    ['whoever takes a leaf over must wait until its former runner has noticed', { graceMs: TIMING.renewMs }],
    ['a claim must be there before the reconciler starts a batch again', { reconcileMs: TIMING.renewMs }],
    ['a process must doubt what it holds before that runs out', { sureMs: TIMING.expiryMs - TIMING.renewMs }],
    ['claims must be looked for from the first second job on', { secondJobMs: TIMING.reconcileMs + 1 }],
    [
      'what a look has missed must not have a second job while the look is shared',
      { lookMs: TIMING.graceMs },
    ],
    ['a claim must not run out and be renewed unseen', { pollMs: TIMING.expiryMs }],
  ])('would not hold: %s', (rule, change) => {
    expect(brokenRule({ ...TIMING, ...change })).toBe(rule)
  })

  it('follows from its two free values, which are refused where it cannot work', () => {
    expect(timingOf(1_000, 8_000)).toMatchObject({ graceMs: 1_500, reconcileMs: 8_000 })
    expect(() => timingOf(3_000, 10_000)).toThrow(/a hold must outlive three renewals/)
  })

  it('has the leaves of a killed worker start elsewhere within 16 seconds', () => {
    const { expiryMs, stalledCheckMs, graceMs } = TIMING
    expect(expiryMs + stalledCheckMs + graceMs).toBeLessThanOrEqual(16_000)
  })
})
