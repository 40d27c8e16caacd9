import { describe, expect, it } from 'vitest'
import { batchSchema } from './batch.ts'
import { Catalog } from './catalog/catalog.ts'
import { textsOf } from './leaf-texts.ts'
import { newBatch } from './new-batch.ts'
import { fieldErrors } from './problem.ts'
import { batchRequestSchema } from './request.ts'

const NOW = new Date('2026-11-22')
const schema = batchRequestSchema(new Catalog(), { maxImages: 100_000, maxPromptLength: 50 }, () => NOW)
const MODELS = ['gpt-image-2']

const batchOf = (request: unknown) => newBatch(schema.parse(request), new Catalog(), NOW)
const made = (request: object) => batchOf({ models: MODELS, ...request })

function errorsOf(request: object) {
  const result = schema.safeParse({ models: MODELS, ...request })
  return result.success ? [] : fieldErrors(result.error)
}

const KETTLE = { prompt: 'A {{product}} in {{ Place }}', variables: { product: 'kettle', place: 'snow' } }

describe('prompts with variables', () => {
  it('are kept filled in, with what each has of its own', () => {
    const own = { title: 'The {{product}}', language: 'de', kicker: 'New', subtitle: 'Made for {{place}}' }
    const batch = made({ prompts: [{ ...KETTLE, ...own }, 'A fox'], context: 'a shop of {{product}}s' })
    expect(batch.prompts).toEqual(['A kettle in snow', 'A fox'])
    expect(batch.items).toEqual([
      {
        title: 'The kettle',
        language: 'de',
        kicker: 'New',
        subtitle: 'Made for snow',
        variables: KETTLE.variables,
      },
      {},
    ])
    expect(batch.context).toBe('a shop of {{product}}s')
    expect(textsOf(batch, 0)).toMatchObject({ context: 'a shop of kettles', subtitle: 'Made for snow' })
    expect(batchSchema.parse(batch)).toEqual(batch)
  })

  it('make the same batch to the byte as plain texts where they say no more', () => {
    const plain = made({ prompts: ['A fox', 'A {{hare}}'] })
    const items = [{ prompt: 'A fox', variables: {}, kicker: '', language: '' }, 'A {{hare}}']
    const { id: _, ...first } = plain
    const { id: __, ...second } = made({ prompts: items })
    expect(JSON.stringify({ ...second, warnings: [] })).toBe(JSON.stringify(first))
  })

  it('come in the positional form as well', () => {
    const batch = batchOf([[KETTLE], MODELS, 'neon', 'bottom-bar', 'inter', 'for {{product}}', ''])
    expect(batch.prompts).toEqual(['A kettle in snow'])
    expect(textsOf(batch, 0).context).toBe('for kettle')
  })

  it('keep an empty text where the batch has another', () => {
    const batch = made({ prompts: [{ prompt: 'a', kicker: '' }, 'b'], kicker: 'New' })
    expect(batch.items).toEqual([{ kicker: '' }, {}])
    expect(textsOf(batch, 0).kicker).toBe('')
  })

  it('can say that braces are meant where only a text of the batch has any', () => {
    const batch = made({ prompts: [{ prompt: 'a', variables: {} }], context: 'say \\{{x}}' })
    expect(textsOf(batch, 0).context).toBe('say {{x}}')
  })

  it('name their files by their titles', () => {
    expect(made({ prompts: [{ prompt: 'a', title: '狐' }] }).names).toBe(2)
    expect(made({ prompts: [{ prompt: '狐', title: 'a' }] }).names).toBeUndefined()
  })

  it('are the same prompt again only with the same title, context and texts to the model', () => {
    const twice = (second: object, context = '') =>
      made({ prompts: [KETTLE, { ...KETTLE, ...second }], context }).warnings.join()
    expect(twice({})).toContain('is there 2 times (prompts[0], prompts[1])')
    expect(twice({ prompt: 'A KETTLE in  snow' })).toContain('is there 2 times')
    expect(twice({ title: 'Another' })).not.toContain('is there 2 times')
    const other = { prompt: 'A kettle in snow', variables: { shop: 'b' } }
    expect(twice(other)).toContain('is there 2 times')
    const shops = [{ ...other, variables: { shop: 'a' } }, other]
    expect(made({ prompts: shops, context: 'of {{shop}}' }).warnings).toEqual([])
  })

  it('are told of variables that no text asks for, those that the whole batch asks for not among them', () => {
    const variables = { ...KETTLE.variables, sku: '1', Shop: 'here' }
    const { warnings } = made({ prompts: [{ ...KETTLE, variables }], extraPrompt: 'in {{shop}}' })
    expect(warnings).toEqual(['No text asks for {{sku}}.'])
  })

  it('leave the braces of others alone, with a warning', () => {
    const batch = made({ prompts: ['A {{fox}}', KETTLE, { prompt: 'b', title: '{{c}}' }, 'd'] })
    expect(batch.prompts[0]).toBe('A {{fox}}')
    expect(batch.warnings).toEqual([
      'Without "variables", braces are text like any other: {{name}} stays as it is for prompts[0], prompts[2].',
    ])
    expect(made({ prompts: ['A fox', KETTLE], context: 'of {{product}}' }).warnings).toHaveLength(1)
    expect(made({ prompts: ['A {{fox}}'], context: '{{x}}' }).warnings).toEqual([])
  })
})

describe('prompts whose variables cannot be filled in', () => {
  it('are refused by the field and the name, all at once', () => {
    const prompts = [
      'A {{fox}}',
      { ...KETTLE, prompt: 'A {{produkt}}', title: '{{a}} {{b}}' },
      { ...KETTLE, kicker: '{{product {{place}}}}' },
      { ...KETTLE, byline: 'by {{place' },
    ]
    expect(errorsOf({ prompts, style: 'none' })).toEqual([
      { field: 'style', message: expect.stringContaining('must be one of') },
      { field: 'prompts[1].prompt', message: 'has no value for {{produkt}}; did you mean {{product}}?' },
      { field: 'prompts[1].title', message: 'has no value for {{a}}' },
      { field: 'prompts[1].title', message: 'has no value for {{b}}' },
      { field: 'prompts[2].kicker', message: expect.stringContaining('holds variables that nest') },
      { field: 'prompts[3].byline', message: expect.stringContaining('two braces that begin no variable') },
    ])
  })

  it('are refused beside prompts that are at fault otherwise', () => {
    const broken = { ...KETTLE, language: 'Deutsch!' }
    const errors = errorsOf({ prompts: [broken, { ...KETTLE, prompt: '{{x}}' }, 7], context: '{{y}}' })
    expect(errors.map(({ field }) => field)).toEqual([
      'prompts[0].language',
      'prompts[2]',
      'prompts[1].prompt',
      'context',
    ])
  })

  it('are refused where a text of the whole batch cannot be filled by some of them', () => {
    const prompts = [
      KETTLE,
      { prompt: 'b', variables: { Product: 'can' } },
      'c',
      { prompt: 'd', variables: {} },
    ]
    expect(errorsOf({ prompts, context: 'of {{product}}' })).toEqual([
      { field: 'prompts[3]', message: 'context has no value for {{product}}' },
    ])
    expect(errorsOf({ prompts: [{ ...KETTLE, kicker: 'own' }, prompts[1]], kicker: '{{place}}' })).toEqual([
      { field: 'prompts[1]', message: 'kicker has no value for {{place}}' },
    ])
  })

  it('are told once of what none of them can fill', () => {
    const prompts = Array.from({ length: 500 }, () => KETTLE)
    expect(errorsOf({ prompts, extraPrompt: '{{place {{product}}', context: 'of {{prodct}}' })).toEqual([
      { field: 'context', message: 'has no value for {{prodct}}; did you mean {{product}}?' },
      { field: 'extraPrompt', message: expect.stringContaining('nest') },
    ])
  })

  it('are refused where a text is too long, or empty, with its values', () => {
    const long = { prompt: '{{a}}{{a}}', variables: { a: 'x'.repeat(26) } }
    expect(errorsOf({ prompts: [long] })).toEqual([
      { field: 'prompts[0].prompt', message: 'must be at most 50 characters with its variables filled in' },
    ])
    expect(errorsOf({ prompts: [{ ...long, prompt: 'a' }], context: '{{a}}{{a}}' })).toEqual([
      { field: 'prompts[0]', message: 'context must be at most 50 characters with its variables filled in' },
    ])
    const empty = { prompt: '{{a}}', title: '{{a}}', kicker: '{{a}}', variables: { a: ' ' } }
    expect(errorsOf({ prompts: [empty] })).toEqual([
      { field: 'prompts[0].prompt', message: 'is empty with its variables filled in' },
      { field: 'prompts[0].title', message: 'is empty with its variables filled in' },
    ])
  })

  it('are told of a hundred faults and no more', () => {
    const prompts = Array.from({ length: 1_000 }, () => ({ prompt: '{{a}}', variables: {} }))
    expect(errorsOf({ prompts })).toHaveLength(100)
  })
})
