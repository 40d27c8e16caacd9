import { describe, expect, it } from 'vitest'
import { batchSchema } from './batch.ts'
import { Catalog } from './catalog/catalog.ts'
import { tooMuchForLane } from './economy-input.ts'
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
  speed?: 'economy'
  /** Bytes of each picture. */
  bytes?: number
}

/** A batch with a picture for each name. Two names that differ in case lead to the same one. */
function made({ prompts = ['a fox'], references, models = ['gpt-image-2'], speed, bytes }: Asked) {
  const request = { ...LOOK, prompts, models, ...(speed && { speed }), ...(references && { references }) }
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

describe('the economy lane refuses references', () => {
  /** Of which base64 makes as many characters as a data URL may have. */
  const most = 15_728_622

  it('if one is larger than its provider takes of one, and says how large it may be', () => {
    const speed = 'economy'
    expect(made({ references: ['a'], speed, bytes: most }).faults).toEqual([])
    const large = { references: ['a'], bytes: most + 1 }
    expect(made({ ...large, speed }).faults).toEqual([
      {
        field: 'references',
        message:
          'have one of 15728623 bytes; gpt-image-2 takes at most 15728622 in one from the economy lane. Make them smaller, or leave out `speed` economy',
      },
    ])
    expect(made(large).faults).toEqual([])
    expect(made({ ...large, models: ['gpt-image-2.6-flare'], speed }).faults).toEqual([])
  })

  it('of a prompt that has it with those of all prompts', () => {
    const prompts = ['a fox', { prompt: 'a hare', references: ['b'] }]
    const { faults } = made({ prompts, speed: 'economy', bytes: most + 1 })
    expect(faults.map(({ field }) => field)).toEqual(['prompts[1].references'])
  })

  it('if they are more together than the file of a job takes', () => {
    const column = { id: 'own', provider: 'openai', speed: 'economy' } as const
    const fitting = many(10).map(name => pictureOf(name, 14_925_000))
    expect(tooMuchForLane(fitting, column)).toBeUndefined()
    expect(tooMuchForLane([...fitting, pictureOf('one more', 1)], column)).toBe(
      'have 149250001 bytes together; own takes at most 149250000 in one request from the economy lane. Make them smaller, or leave out `speed` economy',
    )
    expect(
      tooMuchForLane(
        many(20).map(name => pictureOf(name, 15_000_000)),
        { ...column, provider: 'google' },
      ),
    ).toBeUndefined()
  })
})
