import { expect, test } from 'vitest'
import { batchView, leafView } from '../view.testing.ts'
import { report } from './report.ts'

const FAILURE = { kind: 'rejected', message: "OpenAI's moderation refused the prompt." } as const

function reportOf(batch: ReturnType<typeof batchView>, width = 200): string {
  return report(
    { batch, leaves: batch.leaves, folder: '/data/b', imageName: leaf => `${leaf.leafId}-fox.jpg` },
    width,
  )
}

test('has a row for every leaf, why one failed, the figures of the batch and where the files are', () => {
  const failed = leafView(1, { state: 'failed', attempts: 4, costUsd: 0, error: FAILURE })
  expect(
    `\n${reportOf(batchView([leafView(0), failed], { warnings: ['Model a runs on b.'] }))}`,
  ).toMatchInlineSnapshot(`
    "

    leaf     prompt           model        state      seconds  attempts    cost  image
    0000-00  A fox, number 0  gpt-image-2  succeeded      2.0         1  $0.041  0000-00-fox.jpg
    0001-00  A fox, number 1  gpt-image-2  failed         2.0         4  $0.000

    Failed:
      0001-00  rejected: OpenAI's moderation refused the prompt.

    Warnings:
      Model a runs on b.

    1 of 2 images succeeded, 1 failed, 0 canceled
    Wall-clock     2.5 s
    Slowest leaf   2.0 s
    Serial loop    20.0 s (all leaves one after the other, 8.0 times as long)
    Cost           $0.041 (estimate $0.082)

    Files: /data/b (images/, sheet.jpg, result.json)"
  `)
})

test('leaves the names of the images out where they do not fit', () => {
  const batch = batchView([leafView(0)])
  expect(reportOf(batch, 200)).toContain('0000-00-fox.jpg')
  expect(reportOf(batch, 80)).not.toContain('0000-00-fox.jpg')
})

test('has a row for every column, and every failure, of a large batch', () => {
  const leaves = Array.from({ length: 60 }, (_, index) =>
    leafView(index, { modelIndex: index % 2, durationMs: index * 100 }),
  )
  const model = { id: 'gpt-image-2', label: 'GPT Image 2', provider: 'openai' } as const
  const models = [model, { ...model, options: { quality: 'high', size: '1536x1024' } }]
  const text = reportOf(
    batchView([...leaves, leafView(60, { modelIndex: 1, state: 'failed', error: FAILURE })], { models }),
  )
  expect(text).toMatch(/^gpt-image-2 +30 +0 +0 +3\.0 +5\.8 +\$1\.230/m)
  expect(text).toMatch(/^gpt-image-2 high 1536x1024 +30 +1 +0 +2\.9 +5\.9 +\$1\.271/m)
  expect(text).toContain("0060-00  rejected: OpenAI's moderation refused the prompt.")
  expect(text).not.toContain('A fox, number 3')
})

test('tells what may have been charged for calls that brought nothing', () => {
  const batch = batchView([leafView(0)])
  expect(reportOf(batch)).not.toContain('At risk')
  const cost = { ...batch.cost, atRiskUsd: 0.123 }
  expect(reportOf({ ...batch, cost })).toMatch(/^At risk +\$0\.123 more may have been charged/m)
})

test('marks what is worked out by list prices', () => {
  const batch = batchView([leafView(0, { costBy: 'list' }), leafView(1, { costBy: 'usage' })])
  const text = reportOf({ ...batch, cost: { ...batch.cost, listUsd: 0.041 } })
  expect(text).toMatch(/^0000-00 .* \$0\.041\* /m)
  expect(text).toMatch(/^0001-00 .* \$0\.041 /m)
  expect(text).toMatch(/^Of it\* +\$0\.041 by list prices/m)
  expect(reportOf(batch)).not.toContain('Of it')
})

test('marks what was made at half the price', () => {
  const leaves = [leafView(0, { speed: 'economy', costUsd: 0.0205, costBy: 'list' }), leafView(1)]
  const text = reportOf(batchView(leaves))
  expect(text).toMatch(/^0000-00 .* \$0\.021\*½ /m)
  expect(text).toMatch(/^0001-00 .* \$0\.041 /m)
  expect(text).toMatch(/^Half price½ +1 of 2 images, made by the batch APIs of their providers$/m)
  expect(reportOf(batchView([leafView(0)]))).not.toContain('½')
  expect(reportOf(batchView(leaves, { speed: 'economy' }))).not.toContain('Serial loop')
  const many = Array.from({ length: 60 }, (_, index) => leafView(index, { speed: 'economy' }))
  expect(reportOf(batchView(many))).toMatch(/^gpt-image-2 .* \$2\.460½$/m)
})

test('tells of what took hours in hours', () => {
  const timings = {
    wallClockMs: 7 * 3_600_000 + 119_000,
    slowestLeafMs: 3_599_999,
    sumOfLeavesMs: 90_000_000,
  }
  const text = reportOf(batchView([leafView(0)], { timings }))
  expect(text).toMatch(/^Wall-clock +7 h 2 min$/m)
  expect(text).toMatch(/^Slowest leaf +3600\.0 s$/m)
  expect(text).toMatch(/^Serial loop +25 h 0 min /m)
})

test('says that pictures are simulated', () => {
  expect(reportOf(batchView([leafView(0)], { simulated: true }))).toContain('SIMULATED')
  expect(reportOf(batchView([leafView(0)]))).not.toContain('SIMULATED')
})
