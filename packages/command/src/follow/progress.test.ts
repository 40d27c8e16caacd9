import type { Batch } from '@contactsheet/client'
import { isSettled } from '@contactsheet/contract'
import { expect, test } from 'vitest'
import { batchView, leafView } from '../view.testing.ts'
import { lines } from './progress.ts'

/** Lines of a batch, as it is shown step by step. */
function progress(first: Batch) {
  const written: string[] = []
  const { show, leaf } = lines(text => written.push(text), first)
  return {
    written,
    show(batch: Batch) {
      show(batch)
      for (const settled of batch.leaves) if (isSettled(settled.state)) leaf(settled)
    },
  }
}

test('writes one line for each leaf when it settles', () => {
  const first = batchView([leafView(0, { state: 'running' }), leafView(1, { state: 'queued' })])
  const { written, show } = progress(first)
  show(first)
  show(batchView([leafView(0), leafView(1, { state: 'running' })]))
  const failed = leafView(1, { state: 'failed', error: { kind: 'auth', message: 'The key is wrong.' } })
  show(batchView([leafView(0), failed]))
  expect(written).toEqual([
    '[1/2] A fox, number 0 / gpt-image-2: succeeded in 2.0 s',
    '[2/2] A fox, number 1 / gpt-image-2: failed in 2.0 s: The key is wrong.',
  ])
})

test('tells columns of one model and variations apart', () => {
  const high = {
    id: 'gpt-image-2',
    label: 'GPT Image 2, high',
    provider: 'openai',
    options: { quality: 'high' },
  } as const
  const batch = batchView([leafView(0, { variation: 1 })], { models: [high], variations: 2 })
  const { written, show } = progress(batch)
  show(batch)
  expect(written).toEqual(['[1/1] A fox, number 0 / gpt-image-2 high, 2 of 2: succeeded in 2.0 s'])
})

test('writes a line for each twentieth of a batch that does not fit on one page', () => {
  const view = (done: number) =>
    batchView([leafView(0)], {
      nextCursor: '0000-00',
      counts: { total: 200, queued: 190 - done, running: 10, succeeded: done, failed: 0, canceled: 0 },
    })
  const { written, show } = progress(view(0))
  for (const done of [0, 3, 9, 10, 12, 190]) show(view(done))
  expect(written).toEqual(['[10/200] 10 running, 0 failed', '[190/200] 10 running, 0 failed'])
})

test('writes what batch APIs have of it when that changes, until they have nothing', () => {
  const leaves = [leafView(0, { state: 'running' }), leafView(1, { state: 'running' })]
  const { written, show } = progress(batchView(leaves))
  const expectedBy = '2026-11-27T14:02:00.000Z'
  const at = (economy: object) =>
    show(batchView(leaves, { economy: { submitted: 2, done: 0, jobs: 1, hurried: 0, ...economy } }))
  at({ submitted: 0, jobs: 0 })
  at({ expectedBy })
  at({ expectedBy })
  at({ expectedBy, done: 1 })
  at({ submitted: 1, done: 1 })
  at({ submitted: 0, jobs: 0, done: 0 })
  const by = `expected by ${new Date(expectedBy).toLocaleString()}`
  expect(written).toEqual([`2 at batch APIs (0 done, ${by})`, `2 at batch APIs (1 done, ${by})`])
})
