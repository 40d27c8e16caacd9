import { describe, expect, it } from 'vitest'
import { makeView } from '../gallery.testing.ts'
import { requestAgain } from './again.ts'

describe('the request that makes a batch again', () => {
  it('is what it was made of: prompts, columns, variations and sample, words and look', () => {
    const view = makeView(2, {
      models: [
        { id: 'gpt-image-2', label: 'GPT Image 2, medium', provider: 'openai' },
        { id: 'gpt-image-2', label: 'GPT Image 2, high', provider: 'openai', options: { quality: 'high' } },
      ],
      variations: 3,
      sample: { images: 4, prompts: [0, 1] },
      context: 'a book',
      extraPrompt: 'no text',
      maxCostUsd: 2,
      fallback: [
        {
          id: 'gemini-3-pro-image',
          label: 'Gemini 3 Pro Image',
          provider: 'google',
          options: { imageSize: '2K' },
        },
      ],
      fallbackOn: ['quota'],
      reuse: 'always',
      speed: 'economy',
      deadline: '2026-11-22T14:30:00.000Z',
      kicker: 'Today',
      outputs: [{ name: 'square', format: 'webp', width: 1080, height: 1080, crop: 'center' }],
    })
    expect(requestAgain(view)).toMatchObject({
      prompts: ['Prompt 0', 'Prompt 1'],
      models: ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }],
      variations: 3,
      sample: 4,
      context: 'a book',
      extraPrompt: 'no text',
      maxCostUsd: 2,
      fallback: [{ id: 'gemini-3-pro-image', imageSize: '2K' }],
      fallbackOn: ['quota'],
      reuse: 'always',
      speed: 'economy',
      deadline: 6.5,
      kicker: 'Today',
      outputs: [{ size: 'square', format: 'webp' }],
    })
  })

  it('has what a prompt has of its own, with braces that are meant where it has variables', () => {
    const items = [
      { title: 'On {{braces}}', language: 'de', variables: { size: 'big' } },
      {},
      { title: '{{', references: ['a1', 'b2'] },
    ]
    const prompts = ['About {{braces}}', 'An {{owl}}', 'A cat']
    expect(requestAgain(makeView(3, { prompts, items })).prompts).toEqual([
      {
        prompt: 'About \\{{braces}}',
        title: 'On \\{{braces}}',
        language: 'de',
        variables: { size: 'big' },
      },
      'An {{owl}}',
      { prompt: 'A cat', title: '{{', references: ['a1', 'b2'] },
    ])
  })
})
