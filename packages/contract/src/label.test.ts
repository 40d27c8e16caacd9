import { describe, expect, it } from 'vitest'
import { labelRequestSchema } from './label.ts'

const faults = (input: unknown) =>
  labelRequestSchema.safeParse(input).error?.issues.map(({ path, message }) => [path.join('.'), message])

describe('what a batch is called', () => {
  it('is one line, without blanks at its ends', () => {
    expect(labelRequestSchema.parse({ name: '  Autumn\n\tcampaign ' })).toEqual({ name: 'Autumn campaign' })
  })

  it('has each tag once, in whichever case, as it was written first', () => {
    expect(labelRequestSchema.parse({ tags: ['Fox', ' draft ', 'fox', 'Draft'] })).toEqual({
      tags: ['Fox', 'draft'],
    })
  })

  it('can be taken away', () => {
    expect(labelRequestSchema.parse({ name: null, tags: [] })).toEqual({ name: null, tags: [] })
  })

  it.each([
    [{ name: ' ' }, 'name', 'must not be empty: leave out the name'],
    [{ name: 'x'.repeat(121) }, 'name', 'must be at most 120 characters'],
    [{ tags: ['ok', ''] }, 'tags.1', 'must not be empty: leave out the tag'],
    [{ tags: ['x'.repeat(41)] }, 'tags.0', 'must be at most 40 characters'],
    [{ tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, 'tags', 'must hold at most 20 tags'],
    [{}, '', 'must have a name or tags'],
  ])('cannot be %j', (input, field, message) => {
    expect(faults(input)).toEqual([[field, message]])
  })
})
