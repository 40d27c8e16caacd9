import { describe, expect, it } from 'vitest'
import { batchSchema } from './batch.ts'
import { Catalog } from './catalog/catalog.ts'
import { newBatch } from './new-batch.ts'
import { type Reference, referencesOf } from './reference.ts'
import { askedReferences, referenceFaults, withReferences } from './reference-request.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
const LOOK = {
  style: 'photorealistic',
  template: 'bottom-bar',
  font: 'inter',
  context: '',
  extraPrompt: '',
} as const

function pictureOf(name: string, bytes = 1_000): Reference {
  const sha256 = Buffer.from(name).toString('hex').padEnd(64, '0')
  return { sha256, contentType: 'image/png', bytes, width: 60, height: 40 }
}

interface Asked {
  prompts?: (string | { prompt: string; references?: string[] })[]
  references?: string[]
  models?: string[]
  /** Bytes of each picture. */
  bytes?: number
}

/** A batch with a picture for each name. Two names that differ in case lead to the same one. */
function made({ prompts = ['a fox'], references, models = ['gpt-image-2'], bytes }: Asked) {
  const request = { ...LOOK, prompts, models, ...(references && { references }) }
  const catalog = new Catalog()
  const names = askedReferences(request).map(({ asked }) => asked)
  const found = new Map(names.map(name => [name, pictureOf(name.toLowerCase(), bytes)]))
  const batch = withReferences(newBatch(request, catalog, NOW), request, found)
  return { batch, faults: referenceFaults(batch, request, catalog) }
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`)

describe('the references of a request', () => {
  it('are named by their fields, those of all prompts first', () => {
    const prompts = ['a fox', { prompt: 'a hare', references: ['b', 'c'] }]
    expect(askedReferences({ prompts, references: ['a'] })).toEqual([
      { asked: 'a', field: 'references[0]' },
      { asked: 'b', field: 'prompts[1].references[0]' },
      { asked: 'c', field: 'prompts[1].references[1]' },
    ])
  })

  it('go with each prompt in that order, and are in the batch once, whatever names lead to them', () => {
    const prompts = ['a fox', { prompt: 'a hare', references: ['B', 'a', 'b'] }]
    const { batch } = made({ prompts, references: ['a'] })
    expect(batch.references).toEqual([pictureOf('a'), pictureOf('b')])
    expect(referencesOf(batch, 0)).toEqual([pictureOf('a')])
    expect(referencesOf(batch, 1)).toEqual([pictureOf('a'), pictureOf('b')])
    expect(batch.version).toBe(2)
    expect(batchSchema.parse(batch)).toEqual(batch)
  })

  it('make the same prompt another one, of which there is no warning', () => {
    const withPicture = (name: string) => ({ prompt: 'a mug on a table', references: [name] })
    expect(made({ prompts: ['a', 'b'].map(withPicture) }).batch.warnings).toEqual([])
    const again = made({ prompts: ['a', 'a'].map(withPicture) }).batch.warnings
    expect(again).toEqual([expect.stringContaining('is there 2 times')])
  })

  it('leave a batch without any as it is', () => {
    const { batch } = made({})
    expect(batch).not.toHaveProperty('references')
    expect(batch).not.toHaveProperty('items')
  })
})

describe('models refuse references', () => {
  it('by name if they take none, and say which do', () => {
    const models = ['gpt-image-2', 'gemini-3.1-flash-lite-image']
    const [fault, ...others] = made({ references: ['a'], models }).faults
    expect(others).toEqual([])
    expect(fault?.field).toBe('models[1]')
    expect(fault?.message).toMatch(/^gemini-3\.1-flash-lite-image takes no references\..*gemini-3-pro-image/)
  })

  it('if there are more than they take, and only then', () => {
    const models = ['gpt-image-2', 'gemini-3-pro-image']
    expect(made({ references: many(14), models }).faults).toEqual([])
    expect(made({ references: many(16), models }).faults).toEqual([
      { field: 'references', message: 'are 16; gemini-3-pro-image takes at most 14' },
    ])
  })

  it('of the prompt that has too many with those of all prompts', () => {
    const prompts = ['a fox', { prompt: 'a hare', references: many(16) }]
    expect(made({ prompts, references: ['a'] }).faults).toEqual([
      {
        field: 'prompts[1].references',
        message: 'are 17, with those of all prompts; gpt-image-2 takes at most 16',
      },
    ])
  })

  it('if they are larger together than one request may be', () => {
    const models = ['gpt-image-2', 'gemini-nano-banana-2.1']
    const { faults } = made({ references: many(2), models, bytes: 10_000_000 })
    expect(faults).toEqual([
      {
        field: 'references',
        message: 'have 20000000 bytes together; gemini-nano-banana-2.1 takes at most 14800000 in one request',
      },
    ])
  })
})
