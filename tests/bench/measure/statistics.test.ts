import { expect, it } from 'vitest'
import { median, percentile, sum } from './statistics.ts'

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)

it.each([
  [0.5, 51],
  [0.95, 96],
  [0.99, 100],
  [1, 100],
])('finds percentile %f by its rank, whatever the order', (share, value) => {
  expect(percentile(hundred, share)).toBe(value)
})

it('takes the middle, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 2, 9])).toBe(3)
})

it('makes no figure of nothing', () => {
  expect(median([])).toBeNaN()
  expect(percentile([], 0.5)).toBeNaN()
  expect(sum([])).toBe(0)
})
