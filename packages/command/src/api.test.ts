import { NoAnswerError, RefusedError } from '@contactsheet/client'
import { CommandError, UsageError } from '@contactsheet/stack/shell'
import { expect, test } from 'vitest'
import { explain } from './api.ts'

function refusal(status: number, detail: string): RefusedError {
  return new RefusedError({ type: 'about:blank', title: 'No', status, detail })
}

test('what the API refuses is a mistake in the call, and what it cannot do is not', () => {
  expect(explain(refusal(422, 'style: must be one of: neon'), '')).toBeInstanceOf(UsageError)
  expect(explain(refusal(404, 'There is no such batch.'), '')).toBeInstanceOf(UsageError)
  expect(explain(refusal(503, 'The queue is away.'), '')).toBeInstanceOf(CommandError)
  const lost = new NoAnswerError('https://one.example/ cannot be reached.', { lost: false })
  expect(explain(lost, '')).toBeInstanceOf(CommandError)
})

test('where a token is asked for, it says how to give one', () => {
  expect(explain(refusal(401, 'This API needs a token.'), 'give --token')).toEqual(
    new UsageError('The API asks for a token: give --token. (This API needs a token.)'),
  )
})

test('any other error stays as it is', () => {
  const error = new TypeError('a mistake')
  expect(explain(error, '')).toBe(error)
})
