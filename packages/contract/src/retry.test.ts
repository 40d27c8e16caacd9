import { describe, expect, it } from 'vitest'
import { OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { chargeOf } from './charge.ts'
import { ERROR_KINDS, type ErrorKind, KindError } from './error.ts'
import {
  type Attempt,
  afterFailure,
  firstAttempt,
  MAX_ATTEMPTS,
  MAX_WAIT_MS,
  nextAttempt,
  retryDelayMs,
} from './retry.ts'

const first = firstAttempt(0)
const last: Attempt = { ...first, number: MAX_ATTEMPTS }
const kinds = Object.keys(ERROR_KINDS) as ErrorKind[]

const failure = (kind: ErrorKind, retryAfterMs?: number) => new KindError(kind, 'Not now.', { retryAfterMs })
const verdict = (kind: ErrorKind, attempt: Attempt, retryAfterMs?: number) =>
  afterFailure(failure(kind, retryAfterMs), attempt, 0)

describe('what follows a failure', () => {
  it('is another attempt where one can help, each after twice the wait', () => {
    const waits = [1, 2, 3].map(number => verdict('unavailable', { ...first, number }))
    expect(waits).toEqual([500, 1_000, 2_000].map(ms => ({ next: 'retry', ms })))
  })

  it('is a wait that uses up no attempt for what will pass, at the last attempt too', () => {
    for (const kind of ['rate_limited', 'storage'] as const) {
      expect(verdict(kind, last)).toEqual({ next: 'wait', ms: 500 })
      expect(verdict(kind, { ...last, waits: 2, waitedMs: 3_000 })).toEqual({ next: 'wait', ms: 2_000 })
    }
  })

  it('is the end where no other attempt can help, or none is left', () => {
    for (const kind of kinds) {
      const { retryable, waits = false } = { ...ERROR_KINDS[kind] } as { retryable: boolean; waits?: boolean }
      if (!retryable) expect(verdict(kind, first)).toEqual({ next: 'settle' })
      if (!waits) expect(verdict(kind, last)).toEqual({ next: 'settle' })
    }
  })

  it('is one more attempt, and no further, after an answer without a picture, which may be charged', () => {
    const second = nextAttempt(first, failure('bad_image'), { next: 'retry', ms: 0 })
    expect(verdict('bad_image', first)).toMatchObject({ next: 'retry' })
    expect(verdict('bad_image', second)).toEqual({ next: 'settle' })
    expect(verdict('unavailable', second)).toMatchObject({ next: 'retry' })
    const third = nextAttempt(second, failure('unavailable'), { next: 'retry', ms: 0 })
    expect(verdict('bad_image', third)).toEqual({ next: 'settle' })
  })

  it('comes no sooner than the other side asked', () => {
    expect(verdict('rate_limited', first, 53_000)).toEqual({ next: 'wait', ms: 53_000 })
    expect(verdict('unavailable', first, 53_000)).toEqual({ next: 'retry', ms: 53_000 })
  })

  it('waits for no answer from outside longer than a leaf may wait altogether', () => {
    const waited: Attempt = { ...first, waits: 1, waitedMs: MAX_WAIT_MS - 10_000 }
    for (const kind of ['rate_limited', 'unavailable'] as const) {
      expect(verdict(kind, first, 999_999_999_000)).toMatchObject({ ms: MAX_WAIT_MS })
      expect(verdict(kind, waited, 999_999_999_000)).toMatchObject({ ms: 10_000 })
    }
  })

  it('treats what is waited for as any other failure once all the waiting is used up', () => {
    const waited: Attempt = { ...first, waits: 9, waitedMs: MAX_WAIT_MS }
    expect(verdict('rate_limited', waited, 60_000)).toEqual({ next: 'retry', ms: 500 })
    expect(verdict('storage', { ...waited, number: MAX_ATTEMPTS })).toEqual({ next: 'settle' })
  })

  it('always comes to an end, whatever the failures and the waits that are asked for', () => {
    for (const kind of kinds) {
      for (const askedMs of [undefined, 0, 100_000, 1e15]) {
        let attempt = first
        let steps = 0
        for (;;) {
          const after = afterFailure(failure(kind, askedMs), attempt, 1)
          if (after.next === 'settle') break
          attempt = nextAttempt(attempt, failure(kind, askedMs), after)
          expect(++steps).toBeLessThan(100)
        }
        expect(attempt.number).toBeLessThanOrEqual(MAX_ATTEMPTS)
        expect(attempt.waitedMs).toBeLessThan(MAX_WAIT_MS + 5 * 60_000)
      }
    }
  })
})

describe('the attempt after', () => {
  const charge = chargeOf({ id: 'gpt-image-2' }, false, undefined)
  const charged = new KindError('timeout', 'No answer.', { charge })

  it('a wait is the same one, having waited', () => {
    const wait = { next: 'wait', ms: 700 } as const
    expect(nextAttempt(first, failure('storage'), wait)).toEqual({ ...first, waits: 1, waitedMs: 700 })
  })

  it('a retry is the next one, which knows what failed', () => {
    const retry = { next: 'retry', ms: 700 } as const
    const second = nextAttempt(first, failure('unavailable'), retry)
    expect(second).toEqual({ ...first, number: 2, waitedMs: 700, failures: { unavailable: 1 } })
    expect(nextAttempt(second, failure('unavailable'), retry).failures).toEqual({ unavailable: 2 })
  })

  it('another one knows when those before it ran, whatever became of them, the last few', () => {
    const at = (startedAt: number) => ({ startedAt, endedAt: startedAt + 10 })
    const wait = { next: 'wait', ms: 700 } as const
    const fallback = { next: 'fallback', model: OPENAI_MODEL, ms: 0 } as const
    const third = nextAttempt(
      nextAttempt(first, failure('rate_limited'), wait, at(0)),
      failure('rejected'),
      fallback,
      at(800),
    )
    expect(third.retries).toEqual([
      { startedAt: 0, endedAt: 10, kind: 'rate_limited' },
      { startedAt: 800, endedAt: 810, kind: 'rejected' },
    ])
    let late = third
    for (const turn of Array.from({ length: 30 }, (_, index) => index))
      late = nextAttempt(late, failure('rate_limited'), wait, at(1_000 * turn))
    expect(late.retries.map(({ startedAt }) => startedAt)).toEqual([
      22_000, 23_000, 24_000, 25_000, 26_000, 27_000, 28_000, 29_000,
    ])
  })

  it('what may have been charged counts it, whether it waits or retries', () => {
    const second = nextAttempt(first, charged, { next: 'retry', ms: 1 })
    expect(second.charges).toEqual([charge])
    const lost = new KindError('storage', 'Full.', { charge })
    expect(nextAttempt(second, lost, { next: 'wait', ms: 1 }).charges).toEqual([{ ...charge, calls: 2 }])
  })
})

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
