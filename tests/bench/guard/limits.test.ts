import { expect, it } from 'vitest'
import type { Series } from '../run-workload.ts'
import { LIMITS, type Limit, overLimits } from './limits.ts'

const nothing: Series = {
  title: 'ours',
  which: { who: 'ours', store: 's3', queue: 'redis', workers: 1, models: 'pinned' },
  samples: [],
}
const measured = { ours: nothing, tutorial: nothing, quick: nothing, composeOverBare: 1.5 }

const limit = (most: number): Limit => ({
  name: 'CPU of compose',
  of: ({ composeOverBare }) => composeOverBare,
  today: 1.2,
  most,
})

it('says what is over its limit, and by how much', () => {
  expect(overLimits(measured, [limit(1.3)])).toEqual([
    'CPU of compose: 1.50 is 0.20 over the limit of 1.3 (it was 1.2).',
  ])
  expect(overLimits(measured, [limit(1.5)])).toEqual([])
})

it('does not pass what was not measured', () => {
  const unmeasured = LIMITS.filter(({ of }) => !Number.isFinite(of(measured)))
  expect(unmeasured.length).toBeGreaterThan(0)
  expect(overLimits(measured, unmeasured)).toEqual(
    unmeasured.map(({ name }) => `${name}: nothing was measured.`),
  )
})

it('leaves room above what each was when its limit was set', () => {
  for (const { today, most } of LIMITS) expect(today).toBeLessThanOrEqual(most)
})
