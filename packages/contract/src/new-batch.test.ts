import { describe, expect, it } from 'vitest'
import { batchSchema } from './batch.ts'
import { Catalog } from './catalog/catalog.ts'
import type { ColumnRequest } from './columns.ts'
import { newBatch } from './new-batch.ts'
import { outputRequestSchema } from './output-request.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
const LOOK = {
  style: 'photorealistic',
  template: 'bottom-bar',
  font: 'inter',
  context: '',
  extraPrompt: '',
} as const

function batchOn(...models: ColumnRequest[]) {
  return newBatch({ ...LOOK, prompts: ['A fox', 'A hare'], models }, new Catalog(), NOW)
}

describe('a new batch', () => {
  it('is a document the store can keep', () => {
    const batch = batchOn('gpt-image-2')
    expect(batchSchema.parse(batch)).toEqual(batch)
    expect(batch.createdAt).toBe(NOW.toISOString())
  })

  it('is written as ever where nothing is asked beyond template and font, or only what holds anyway', () => {
    const { id, ...plain } = batchOn('gpt-image-2')
    expect(Object.keys(JSON.parse(JSON.stringify(plain)))).toEqual([
      'version',
      'createdAt',
      'prompts',
      'models',
      'style',
      'template',
      'font',
      'context',
      'extraPrompt',
      'estimateUsd',
      'warnings',
    ])
    const said = { title: true, titleSize: 'fit', kicker: '' } as const
    const { id: _, ...same } = newBatch(
      { ...LOOK, ...said, prompts: ['A fox', 'A hare'], models: ['gpt-image-2'] },
      new Catalog(),
      NOW,
    )
    expect(JSON.stringify(same)).toBe(JSON.stringify(plain))
  })

  it('says how its pictures look where it was asked', () => {
    const look = {
      title: false,
      titleSize: 'series',
      theme: 'light',
      language: 'ja',
      byline: 'A fox',
    } as const
    const batch = newBatch(
      { ...LOOK, ...look, prompts: ['A fox'], models: ['gpt-image-2'] },
      new Catalog(),
      NOW,
    )
    expect(batchSchema.parse(batch)).toMatchObject(look)
  })

  it('asks each model for the shape that suits its outputs, and keeps both', () => {
    const outputs = outputRequestSchema.parse(['story', { size: 'story', format: 'webp' }])
    const request = { ...LOOK, prompts: ['A fox'], models: ['gpt-image-2', 'gemini-3-pro-image'], outputs }
    const batch = newBatch(request, new Catalog(), NOW)
    expect(batchSchema.parse(batch)).toEqual(batch)
    expect(batch.outputs).toEqual(outputs)
    expect(batch.models).toMatchObject([{ size: '928x1648' }, { aspectRatio: '9:16', imageSize: '1K' }])
  })

  it('names neither outputs nor shapes where only the default is asked for', () => {
    const outputs = outputRequestSchema.parse(['og'])
    const request = { ...LOOK, prompts: ['A fox'], models: ['gpt-image-2'], outputs }
    const batch = newBatch(request, new Catalog(), NOW)
    expect(batch).not.toHaveProperty('outputs')
    expect(batch.models).toEqual([expect.not.objectContaining({ shapes: expect.anything() })])
    expect(batch.models).toMatchObject([{ size: '1216x640' }])
  })

  it('has file names made the second way where the first knows no letters for a prompt', () => {
    const names = (...prompts: string[]) =>
      newBatch({ ...LOOK, prompts, models: ['gpt-image-2'] }, new Catalog(), NOW).names
    expect(names('A fox', 'Crème brûlée, 2 €', '🎞️ at dusk')).toBeUndefined()
    expect(names('A fox', 'Лиса')).toBe(2)
    expect(names('雪')).toBe(2)
  })

  it('adds up the known prices', () => {
    expect(batchOn('gpt-image-2', 'gemini-3-pro-image')).toMatchObject({ estimateUsd: 0.35, warnings: [] })
  })

  it('warns that the estimate leaves out a model without a known price', () => {
    const batch = batchOn('gpt-image-2', 'chatgpt-image-latest')
    expect(batch.estimateUsd).toBe(0.082)
    expect(batch.warnings).toEqual([
      expect.stringContaining('shuts down'),
      'No price is known for chatgpt-image-latest: the estimate does not include it.',
    ])
  })

  it('runs a dead model on its replacement, with a warning', () => {
    const batch = batchOn('gpt-image-1')
    expect(batch.models.map(model => model.id)).toEqual(['gpt-image-2'])
    expect(batch.warnings).toEqual([
      'Model gpt-image-1 was shut down on 2026-10-23; running on gpt-image-2 instead.',
    ])
  })

  it('runs a model once that is named twice', () => {
    const batch = batchOn('gpt-image-2', 'gpt-image-2', 'gpt-image-2')
    expect(batch.models).toHaveLength(1)
    expect(batch.estimateUsd).toBe(0.082)
    expect(batch.warnings).toEqual(['Model gpt-image-2 is named more than once; it runs once.'])
  })

  it('runs a model once that two names lead to', () => {
    const batch = batchOn('gpt-image-2', 'dall-e-3')
    expect(batch.models).toHaveLength(1)
    expect(batch.warnings).toContain(
      'Model dall-e-3 adds nothing: the batch has gpt-image-2 already, which runs once.',
    )
  })

  it('is estimated at what each column costs, for all its variations', () => {
    const request = { ...LOOK, prompts: ['A fox', 'A hare'], variations: 3 }
    const models = ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }]
    const batch = newBatch({ ...request, models }, new Catalog(), NOW)
    expect(batch).toMatchObject({ variations: 3, estimateUsd: 1.236 })
    expect(newBatch({ ...request, variations: 1, models }, new Catalog(), NOW)).not.toHaveProperty(
      'variations',
    )
  })

  it('is estimated at its sample, where it is one', () => {
    const request = { ...LOOK, prompts: ['A fox', 'A hare', 'An owl'], variations: 2 }
    const models = ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }]
    const batch = newBatch({ ...request, models, sample: 3 }, new Catalog(), NOW)
    expect(batch.sample).toHaveLength(3)
    expect(batch.estimateUsd).toBe(0.247)
  })

  it('has all its images where the sample is of as many, with a warning where it is of more', () => {
    const request = { ...LOOK, prompts: ['A fox', 'A hare'], models: ['gpt-image-2'] }
    const [all, more] = [2, 3].map(sample => newBatch({ ...request, sample }, new Catalog(), NOW))
    expect(all?.warnings).toEqual([])
    expect(more?.warnings).toEqual(['The sample is of 3 images, and the batch has 2: all are made.'])
    for (const batch of [all, more]) expect(batch).not.toHaveProperty('sample')
  })

  it('makes each prompt as often as it is there, with a warning that says so', () => {
    const prompts = ['Same prompt', 'A fox', 'Same prompt', 'same  prompt']
    const batch = newBatch({ ...LOOK, prompts, models: ['gpt-image-2'] }, new Catalog(), NOW)
    expect(batch.prompts).toEqual(prompts)
    expect(batch.estimateUsd).toBe(0.164)
    expect(batch.warnings).toEqual([
      'Prompt "Same prompt" is there 3 times (prompts[0], prompts[2], prompts[3]); each is made and paid for. Take out what you do not mean.',
    ])
  })

  it('tells of many repeated prompts in a few words', () => {
    const prompts = Array.from({ length: 10_000 }, (_, index) => `${'x'.repeat(500)} ${index % 20}`)
    const { warnings } = newBatch({ ...LOOK, prompts, models: ['gpt-image-2'] }, new Catalog(), NOW)
    expect(warnings).toHaveLength(6)
    expect(warnings.at(-1)).toBe('And 15 more prompts are there more than once.')
    expect(warnings.join('').length).toBeLessThan(2_000)
  })
})
