import { KindError } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { failureText, parseFailure } from './failure-text.ts'

describe('a failure as text', () => {
  it.each([
    new KindError('unavailable', 'OpenAI is down: try later (maybe).', { status: 503 }),
    new KindError('bad_image', 'Two\nlines.'),
  ])('comes back as it was, whatever the platform puts before it (%#)', error => {
    expect(parseFailure(failureText(error))).toEqual(error.toFailure())
    expect(parseFailure(`Subtask failed: ${failureText(error)}`)).toEqual(error.toFailure())
  })

  it.each(['', 'out of memory', 'Subtask failed: exit: code 1', 'nonsense: x'])(
    'is not read out of %j',
    text => {
      expect(parseFailure(text)).toBeUndefined()
    },
  )
})
