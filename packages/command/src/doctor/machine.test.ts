import { expect, test } from 'vitest'
import { examineNode } from './machine.ts'

test.each([
  ['24.12.0', 'ok'],
  ['24.13.1', 'ok'],
  ['26.0.0', 'ok'],
  ['24.11.9', 'fault'],
  ['20.20.2', 'fault'],
])('where 24.12.0 is the least, Node %s is %s', (version, state) => {
  expect(examineNode('24.12.0', version).state).toBe(state)
})
