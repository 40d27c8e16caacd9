import { PROVIDERS } from '@contactsheet/contract'
import { expect, test } from 'vitest'
import { rowOf } from './config.ts'
import { redact } from './redact.ts'

const PATTERNS = PROVIDERS.flatMap(name => rowOf(name).keyPatterns)

test.for([
  ['the key in use, whatever it looks like', 'key my-own-gateway-key!', 'key [redacted]!'],
  ['a key of OpenAI', 'bad key sk-proj-abc_DEF-123.', 'bad key [redacted]'],
  ['a key OpenAI has masked', 'bad key: sk-proj-****wxyz', 'bad key: [redacted]'],
  ['a key of Google', '?key=AIzaSyA-123_456&alt=x', '?key=[redacted]&alt=x'],
  ['a newer key of Google', 'key AQ.Ab8RN6-x_y', 'key [redacted]'],
  ['a bearer token', 'sent Bearer eyJhbGciOi.x.y to', 'sent [redacted] to'],
] as const)('hides %s', ([, text, clean]) => {
  expect(redact(text, 'my-own-gateway-key', PATTERNS)).toBe(clean)
})

test('leaves other text alone, also where the key is a single letter', () => {
  expect(redact('a task at risk-free speed', 'a', PATTERNS)).toBe('a task at risk-free speed')
})

test('cuts what nobody would read to its end', () => {
  expect(redact('x'.repeat(5_000), 'my-own-gateway-key', PATTERNS)).toHaveLength(2_003)
})
