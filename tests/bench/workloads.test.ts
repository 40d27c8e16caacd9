import { expect, it } from 'vitest'
import { modelsOf } from './models.ts'
import { orderOf } from './order.ts'
import { WORKLOADS } from './workloads.ts'

it.each(WORKLOADS)(
  '$name is made of whole rows in every case',
  ({ name, leaves, warmUp, behind = { leaves: 0 }, cases }) => {
    for (const { models } of cases)
      for (const count of [leaves, warmUp, behind.leaves]) {
        const order = orderOf(name, count, modelsOf(models))
        expect(order.titles.length * order.models.length).toBe(count)
      }
  },
)

it('has names of their own', () => {
  expect(new Set(WORKLOADS.map(({ name }) => name)).size).toBe(WORKLOADS.length)
})

it('refuses rows that are not whole', () => {
  expect(() => orderOf('png', 10, modelsOf('pinned'))).toThrow('10 leaves are no whole rows of 3 columns.')
})
