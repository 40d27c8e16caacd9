import { expect, it } from 'vitest'
import { settledLeaf } from '../gallery.testing.ts'
import { columnFigures } from './column-figures.ts'

it('says of each column how many came, how long half of them took at most, and what all cost', () => {
  const took = (prompt: number, durationMs: number, costUsd: number) => ({
    ...settledLeaf(prompt, 0),
    attempts: 1,
    durationMs,
    costUsd,
  })
  const leaves = [
    took(0, 900, 0.04),
    settledLeaf(0, 1, 'failed'),
    took(1, 300, 0.05),
    undefined,
    took(2, 500, 0),
    { ...settledLeaf(2, 1), attempts: 0, durationMs: 1 },
  ]
  expect(columnFigures(leaves, 2)).toEqual([
    { succeeded: 3, failed: 0, medianMs: 500, costUsd: 0.09 },
    { succeeded: 1, failed: 1, medianMs: undefined, costUsd: expect.any(Number) },
  ])
})

it('says nothing of columns of which nothing is known', () => {
  expect(columnFigures([undefined, undefined], 2)).toEqual(
    Array(2).fill({ succeeded: 0, failed: 0, medianMs: undefined, costUsd: 0 }),
  )
})
