import { expect, test } from 'vitest'
import { batchView, leafView } from '../view.testing.ts'
import { pauseNews } from './pause-news.ts'

test('a pause is told once, with the call that ends it, and so is its end', () => {
  const said: string[] = []
  const tell = pauseNews('zybqyshhe6-yw7aj2', 'http://127.0.0.1:8080/sheets/', text => said.push(text))
  for (const state of ['running', 'paused', 'paused', 'running', 'paused', 'canceled'] as const)
    tell(batchView([leafView(0, { state: 'queued' })], { state }))
  const pause =
    'The batch is paused: what runs ends, and nothing more starts until POST http://127.0.0.1:8080/sheets/batches/zybqyshhe6-yw7aj2/resume'
  expect(said).toEqual([pause, 'The batch goes on.', pause])
})
