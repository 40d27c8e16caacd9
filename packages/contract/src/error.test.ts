import { describe, expect, it } from 'vitest'
import { ERROR_KINDS, KindError, leafFailureSchema } from './error.ts'

describe('a leaf error', () => {
  it('publishes its message, kind and status, and keeps the detail', () => {
    const error = new KindError('rate_limited', 'Too many.', {
      status: 429,
      retryAfterMs: 5,
      detail: 'org-123',
    })
    expect(error.toFailure()).toEqual({ kind: 'rate_limited', message: 'Too many.', status: 429 })
    expect(leafFailureSchema.safeParse(error.toFailure()).success).toBe(true)
    expect(error.retryable).toBe(true)
  })

  it('knows which kinds no retry can help', () => {
    const hopeless = Object.entries(ERROR_KINDS).filter(([, { retryable }]) => !retryable)
    expect(hopeless.map(([kind]) => kind)).toEqual(['rejected', 'invalid', 'auth', 'quota', 'canceled'])
  })

  it('is made of anything thrown, without publishing what was inside', () => {
    const error = KindError.from(new TypeError('secret path'))
    expect(error.kind).toBe('internal')
    expect(error.message).not.toContain('secret')
    expect(error.detail).toBe('secret path')
    const own = new KindError('timeout', 'Too slow.')
    expect(KindError.from(own)).toBe(own)
  })
})
