import { expect, test } from 'vitest'
import { fault, ok, warning } from './check.ts'
import { lineOf } from './tell.ts'

test('a check is one line: how it stands, what was found, and what to do', () => {
  expect(lineOf(ok('Node', '24.12.0'))).toBe('ok       Node              24.12.0')
  expect(lineOf(fault('PORT', 'must be a number', 'Set it.'))).toBe(
    'fault    PORT              must be a number. Set it.',
  )
  expect(lineOf(warning('keys', 'none is set.\n  Really.'))).toBe(
    'warning  keys              none is set. Really.',
  )
})
