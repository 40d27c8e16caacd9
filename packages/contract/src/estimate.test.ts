import { expect, test } from 'vitest'
import { Catalog } from './catalog/catalog.ts'
import { leavesByColumn } from './estimate.ts'

const prompts = ['A fox', 'A hare', 'An owl']
const models = [...new Catalog().models.slice(0, 2)]

test.each([
  [{}, [3, 3]],
  [{ variations: 4 }, [12, 12]],
  [{ sample: [0, 1, 4] }, [2, 1]],
  [{ variations: 2, sample: [0, 1, 2, 9, 11] }, [3, 2]],
])('of a batch with %j the columns have %j leaves', (rest, leaves) => {
  expect(leavesByColumn({ prompts, models, ...rest })).toEqual(leaves)
})
