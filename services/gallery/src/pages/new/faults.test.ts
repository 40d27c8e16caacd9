import { expect, it } from 'vitest'
import { fieldFaults, itemFaults, otherFaults } from './faults.ts'

const errors = [
  { field: 'prompts', message: 'too many' },
  { field: 'prompts[12]', message: 'too long' },
  { field: 'prompts[2].title', message: 'must not be empty' },
  { field: 'models[0]', message: 'unknown' },
  { field: 'promts', message: 'is not a known property' },
]

it('finds the faults of a field, of its items and of no field', () => {
  expect(fieldFaults(errors, 'prompts')).toEqual(['too many'])
  expect(itemFaults(errors, 'prompts')).toEqual([
    { index: 12, message: 'too long' },
    { index: 2, message: 'title must not be empty' },
  ])
  expect(itemFaults(errors, 'models')).toEqual([{ index: 0, message: 'unknown' }])
  expect(otherFaults(errors)).toEqual(['promts: is not a known property'])
})
