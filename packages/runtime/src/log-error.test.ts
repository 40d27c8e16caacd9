import { KindError } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { errorForLog } from './log-error.ts'

/** As ioredis throws it when Redis refuses the password. */
function refusedByRedis(): Error {
  return Object.assign(new Error('WRONGPASS invalid username-password pair'), {
    name: 'ReplyError',
    command: { name: 'auth', args: ['user', 'the-password'] },
  })
}

describe('an error in the log', () => {
  it('says what went wrong, with its code, and nothing that a client hung on it', () => {
    const error = Object.assign(refusedByRedis(), { code: 'EAUTH', config: { password: 'the-password' } })
    expect(errorForLog(error)).toEqual({
      type: 'ReplyError',
      message: 'WRONGPASS invalid username-password pair',
      code: 'EAUTH',
      stack: expect.stringMatching(/^\s+at /),
    })
  })

  it('shows its causes, and the parts of one that is several, in the same way', () => {
    const error = new Error('no queue', { cause: new AggregateError([refusedByRedis()], 'all refused') })
    expect(errorForLog(error)).toMatchObject({
      message: 'no queue',
      cause: { message: 'all refused', errors: [{ type: 'ReplyError' }] },
    })
    expect(JSON.stringify(errorForLog(error))).not.toContain('the-password')
  })

  it('shows what was said about a failure in our own words', () => {
    const error = new KindError('storage', 'Could not read a.', { status: 403, detail: 'AccessDenied' })
    expect(errorForLog(error)).toMatchObject({ kind: 'storage', status: 403, detail: 'AccessDenied' })
  })

  it.each([
    ['a text', 'gone', { type: 'string', message: 'gone' }],
    ['nothing', undefined, { type: 'undefined', message: 'undefined' }],
    ['an object', { message: 'gone', password: 'x' }, { type: 'object', message: 'gone' }],
  ])('may be %s', (_name, thrown, logged) => {
    expect(errorForLog(thrown)).toEqual(logged)
  })

  it('is no longer than anybody reads, and ends where causes go in a circle', () => {
    const error = new Error('x'.repeat(1_000_000))
    error.cause = error
    expect(JSON.stringify(errorForLog(error)).length).toBeLessThan(40_000)
  })
})
