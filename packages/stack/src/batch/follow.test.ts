import type { BatchView } from '@contactsheet/contract'
import { expect, test } from 'vitest'
import { batchView, leafView } from '../view.testing.ts'
import { follow } from './follow.ts'

test('a batch is followed through a pause until it has settled', async () => {
  const views = (['running', 'paused', 'running', 'succeeded'] as const).map(state =>
    batchView([leafView(0, { state: state === 'succeeded' ? state : 'running' })], { state }),
  )
  const client = { batch: async () => views.shift() ?? batchView([]) }
  const seen: BatchView['state'][] = []
  const last = await follow(client, 'any', view => seen.push(view.state), new AbortController().signal)
  expect(seen).toEqual(['running', 'paused', 'running', 'succeeded'])
  expect(last.state).toBe('succeeded')
})
