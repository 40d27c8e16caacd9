import { expect, it } from 'vitest'
import { fieldFaults, firstFault, itemFaults } from './faults.ts'

const errors = [
  { field: 'prompts', message: 'too many' },
  { field: 'prompts[12]', message: 'too long' },
  { field: 'prompts[2].title', message: 'must not be empty' },
  { field: 'models[0]', message: 'unknown' },
  { field: 'promts', message: 'is not a known property' },
]

it('finds the faults of a field and of its items', () => {
  expect(fieldFaults(errors, 'prompts')).toEqual(['too many'])
  expect(itemFaults(errors, 'prompts')).toEqual([
    { index: 12, message: 'too long' },
    { index: 2, message: 'title must not be empty' },
  ])
  expect(itemFaults(errors, 'models')).toEqual([{ index: 0, message: 'unknown' }])
})

it('says the first fault by what its field is called on the form, and how many more there are', () => {
  expect(firstFault([])).toBeUndefined()
  expect(firstFault(errors.slice(2))?.words).toBe('Prompt 3: title must not be empty, and 2 more faults.')
  expect(firstFault([{ field: 'maxCostUsd', message: 'must be more than 0' }])).toEqual({
    field: 'maxCostUsd',
    words: 'Spend at most: must be more than 0.',
  })
  expect(firstFault(errors.slice(4))?.words).toBe('promts: is not a known property.')
})
