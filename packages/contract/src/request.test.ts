import { describe, expect, it } from 'vitest'
import { Catalog } from './catalog/catalog.ts'
import { FONT_NAMES, STYLE_NAMES, TEMPLATE_NAMES } from './catalog/looks.ts'
import { fieldErrors } from './problem.ts'
import { batchRequestSchema } from './request.ts'

const today = () => new Date('2026-11-22')
const schema = batchRequestSchema(new Catalog(), { maxImages: 100, maxPromptLength: 50 }, today)
const valid = { prompts: ['A fox'], models: ['gpt-image-2'] }

function errorsOf(body: unknown) {
  const result = schema.safeParse(body)
  return result.success ? [] : fieldErrors(result.error)
}

describe('a batch request', () => {
  it('fills in every default', () => {
    expect(schema.parse(valid)).toEqual({
      ...valid,
      style: 'photorealistic',
      template: 'bottom-bar',
      font: 'inter',
      context: '',
      extraPrompt: '',
    })
  })

  it('means the same in the positional form', () => {
    const positional = [['A fox'], ['gpt-image-2'], 'anime', 'left-panel', 'lora', 'a blog', 'at dusk']
    expect(schema.parse(positional)).toEqual({
      ...valid,
      style: 'anime',
      template: 'left-panel',
      font: 'lora',
      context: 'a blog',
      extraPrompt: 'at dusk',
    })
  })

  it('says how pictures look beyond template and font in the object form alone', () => {
    const look = { title: false, titleSize: 'series', theme: 'light', language: 'ja', kicker: 'Today' }
    expect(schema.parse({ ...valid, ...look })).toMatchObject(look)
    expect(
      errorsOf([['A fox'], ['gpt-image-2'], 'anime', 'left-panel', 'lora', '', '', 'light']),
    ).toHaveLength(1)
  })

  it('accepts an id that is dead and has a replacement', () => {
    expect(errorsOf({ ...valid, models: ['gpt-image-1', 'dall-e-3', 'gemini-3-pro-image-preview'] })).toEqual(
      [],
    )
  })

  it('trims prompts', () => {
    expect(schema.parse({ ...valid, prompts: ['  A fox\n'] }).prompts).toEqual(['A fox'])
  })

  it('takes the line ends of every system for one, and other breaks for spaces', () => {
    const prompts = ['a\r\nb\rc\nd', 'a\vb\fc', 'a\u0085b\u2028c\u2029d']
    const { context, extraPrompt, ...request } = schema.parse({
      ...valid,
      prompts,
      context: 'a\r\nb',
      extraPrompt: '\f',
    })
    expect(request.prompts).toEqual(['a\nb\nc\nd', 'a b c', 'a\nb\nc\nd'])
    expect([context, extraPrompt]).toEqual(['a\nb', ' '])
  })

  it('counts characters as they will be kept', () => {
    expect(errorsOf({ ...valid, prompts: ['\r\n'.repeat(25) + 'x'.repeat(25)] })).toEqual([])
    expect(errorsOf({ ...valid, prompts: ['x'.repeat(1_000)] })).toHaveLength(1)
  })

  it.each(['context', 'extraPrompt'])('refuses control characters in %s', field => {
    for (const text of ['a\u0000b', 'a\u001bb'])
      expect(errorsOf({ ...valid, [field]: text })).toEqual([
        { field, message: 'must not contain control characters' },
      ])
  })

  it('quotes no more of what was sent than one can read', () => {
    const long = 'x'.repeat(1_000_000)
    const [model, property] = errorsOf({ ...valid, models: [long], [long]: 1 })
    expect(model?.message).toContain(`Unknown model "${'x'.repeat(100)}... (1000000 characters)"`)
    expect(property?.field).toBe(`${'x'.repeat(100)}... (1000000 characters)`)
  })

  it('judges no item of a list that is too long', () => {
    const models = Array.from({ length: 50_000 }, (_, index) => `gpt-image-${index}`)
    expect(errorsOf({ ...valid, models })).toEqual([
      { field: 'models', message: 'must hold at most 100 models' },
    ])
    expect(errorsOf({ ...valid, prompts: Array.from({ length: 10_001 }, () => 7) })).toEqual([
      { field: 'prompts', message: 'must hold at most 10000 prompts' },
    ])
  })

  it.each([
    ['null', null, '(body)', /expected object/],
    ['a string', 'fox', '(body)', /expected object/],
    ['no prompts', { ...valid, prompts: [] }, 'prompts', /at least one prompt/],
    ['prompts that are no list', { ...valid, prompts: 'A fox' }, 'prompts', /expected array/],
    ['an empty prompt', { ...valid, prompts: ['ok', '  '] }, 'prompts[1]', /must not be empty/],
    ['a prompt too long', { ...valid, prompts: ['x'.repeat(51)] }, 'prompts[0]', /at most 50 characters/],
    ['a prompt that is a number', { ...valid, prompts: [7] }, 'prompts[0]', /expected string/],
    ['a prompt with a NUL', { ...valid, prompts: ['a\u0000b'] }, 'prompts[0]', /control characters/],
    ['no models', { ...valid, models: [] }, 'models', /at least one model/],
    ['an unknown style', { ...valid, style: 'baroque' }, 'style', new RegExp(STYLE_NAMES.join(', '))],
    ['an unknown template', { ...valid, template: 'top' }, 'template', new RegExp(TEMPLATE_NAMES.join(', '))],
    ['an unknown font', { ...valid, font: 'arial' }, 'font', new RegExp(FONT_NAMES.join(', '))],
    ['an unknown property', { ...valid, size: 'big' }, 'size', /not a known property/],
    ['missing models', { prompts: ['A fox'] }, 'models', /expected array/],
    [
      'a positional form with parts missing',
      [['A fox'], ['gpt-image-2']],
      '(body)',
      /missing style, template, font/,
    ],
    [
      'a positional form with surplus parts',
      [[], [], '', '', '', '', '', ''],
      '(body)',
      /exactly 7 parts .* got 8/,
    ],
    [
      'a bad part in the positional form',
      [['A fox'], ['gpt-image-2'], 'x', 'bottom-bar', 'inter', '', ''],
      'style',
      /one of/,
    ],
  ])('refuses %s and names the field', (_name, body, field, message) => {
    expect(errorsOf(body)).toContainEqual({ field, message: expect.stringMatching(message) })
  })

  it('refuses an unknown model by name, with the nearest one and those allowed', () => {
    const [error] = errorsOf({ ...valid, models: ['gpt-image-2', 'gpt-imag-2'] })
    expect(error?.field).toBe('models[1]')
    expect(error?.message).toMatch(
      /Unknown model "gpt-imag-2". Did you mean "gpt-image-2"\? Allowed: .*gemini-3-pro-image/,
    )
  })

  it('refuses more images than allowed, and says how the number came about', () => {
    const prompts = Array.from({ length: 51 }, (_, index) => `Fox ${index}`)
    expect(errorsOf({ prompts, models: ['gpt-image-2', 'gemini-3-pro-image'] })).toEqual([
      {
        field: 'prompts',
        message: expect.stringContaining('51 prompts x 2 models are 102 images; at most 100'),
      },
    ])
  })

  it('counts what will run: columns that are there twice once, variations and the sample', () => {
    const prompts = Array.from({ length: 20 }, (_, index) => `Fox ${index}`)
    const models = ['gpt-image-2', { id: 'gpt-image-2', quality: 'medium' }, 'dall-e-3']
    expect(errorsOf({ prompts, models, variations: 5 })).toEqual([])
    expect(errorsOf({ prompts, models, variations: 6 })).toEqual([
      {
        field: 'prompts',
        message:
          '20 prompts x 1 models x 6 variations are 120 images; at most 100 are allowed in one batch (MAX_IMAGES)',
      },
    ])
    expect(errorsOf({ prompts, models, variations: 6, sample: 100 })).toEqual([])
    expect(errorsOf({ prompts, models, variations: 6, sample: 101 })).toEqual([
      {
        field: 'sample',
        message:
          '20 prompts x 1 models x 6 variations are 120 images, and the sample is of 101; at most 100 are allowed in one batch (MAX_IMAGES)',
      },
    ])
  })

  it.each([0, 11, 1.5, '2'])('refuses %j variations', variations => {
    expect(errorsOf({ ...valid, variations })).toEqual([
      { field: 'variations', message: 'must be a whole number from 1 to 10' },
    ])
  })

  it.each([0, -1, 1.5, '2'])('refuses a sample of %j', sample => {
    expect(errorsOf({ ...valid, sample })).toEqual([
      { field: 'sample', message: 'must be a whole number from 1' },
    ])
  })

  it('takes the most it may cost, which is more than nothing', () => {
    expect(schema.parse({ ...valid, maxCostUsd: 0.5 }).maxCostUsd).toBe(0.5)
    for (const maxCostUsd of [0, -1, '1', Number.NaN])
      expect(errorsOf({ ...valid, maxCostUsd }).map(({ field }) => field)).toEqual(['maxCostUsd'])
  })
})

describe('a model of a request', () => {
  const modelErrors = (...models: unknown[]) => errorsOf({ ...valid, models })

  it('is an id, or an id with options that the model takes, in both forms', () => {
    const models = [
      'gpt-image-2',
      { id: 'gpt-image-2', quality: 'high', size: '1536x1024' },
      { id: 'gpt-image-2.6-flare', quality: 'max', complexity: 'low' },
      { id: 'gemini-3-pro-image', aspectRatio: '1:1', imageSize: '4K' },
    ]
    expect(schema.parse({ ...valid, models }).models).toEqual(models)
    const positional = [['A fox'], models, 'anime', 'left-panel', 'lora', '', '']
    expect(schema.parse(positional).models).toEqual(models)
  })

  it('is the same as its id where it names no options', () => {
    expect(schema.parse({ ...valid, models: [{ id: 'gpt-image-2' }] })).toEqual(schema.parse(valid))
  })

  it.each([
    [
      { id: 'gpt-image-2', quality: 'xhigh' },
      'models[1].quality',
      '"xhigh" is no quality of gpt-image-2. Did you mean "high"? Allowed: low, medium, high.',
    ],
    [
      { id: 'gpt-image-2', complexity: 'low' },
      'models[1].complexity',
      /^is not an option of gpt-image-2\. It takes: size, quality\.$/,
    ],
    [
      { id: 'gemini-3-pro-image', qualty: 'low' },
      'models[1].qualty',
      /is not an option of gemini-3-pro-image\..* It takes: aspectRatio, imageSize\.$/,
    ],
    [
      { id: 'gpt-image-2.6-flare', complexty: 'low' },
      'models[1].complexty',
      'is not an option of gpt-image-2.6-flare. Did you mean "complexity"? It takes: size, quality, complexity.',
    ],
    [
      { id: 'gemini-3.1-flash-lite-image', imageSize: '4K' },
      'models[1].imageSize',
      /is no imageSize of gemini-3.1-flash-lite-image.* Allowed: 1K\.$/,
    ],
    [{ id: 'gpt-image-2', size: '7x7' }, 'models[1].size', /must be WIDTHxHEIGHT, as in 1216x640/],
    [{ id: 'gpt-image-2', quality: 7 }, 'models[1].quality', 'must be a text, as all options are'],
    [{ id: 'gpt-imag-2', quality: 'low' }, 'models[1].id', /Did you mean "gpt-image-2"/],
    [{ quality: 'low' }, 'models[1].id', 'must be the id of a model'],
    [7, 'models[1]', /expected string, or an object with id/],
    [null, 'models[1]', /expected string, or an object with id/],
    [['gpt-image-2'], 'models[1]', /expected string, or an object with id/],
  ])('is refused as %j', (model, field, message) => {
    expect(modelErrors('gpt-image-2', model)).toEqual([
      { field, message: typeof message === 'string' ? message : expect.stringMatching(message) },
    ])
  })

  it('that was shut down takes the options of its replacement', () => {
    expect(modelErrors({ id: 'dall-e-3', quality: 'high' })).toEqual([])
    expect(modelErrors({ id: 'dall-e-3', quality: 'hd' })).toEqual([
      { field: 'models[0].quality', message: expect.stringContaining('no quality of gpt-image-2') },
    ])
  })

  it('has every option at fault told, and of a great many the first few', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`option${index}`, 'x']))
    expect(modelErrors({ id: 'gpt-image-2', quality: 'max', complexity: 'low' })).toHaveLength(2)
    expect(modelErrors({ id: 'gpt-image-2', ...many }).length).toBeLessThan(10)
  })
})

describe('the webhook of a request', () => {
  const errors = (webhook: unknown, webhooks?: 'https' | 'https and http') => {
    const limits = { maxImages: 100, maxPromptLength: 50, webhooks }
    const result = batchRequestSchema(new Catalog(), limits, today).safeParse({ ...valid, webhook })
    return result.success ? [] : fieldErrors(result.error).map(({ message }) => message)
  }

  it('is an https address, or an http one where that is allowed', () => {
    expect(errors('https://example.com/hook?secret=1', 'https')).toEqual([])
    expect(errors('http://localhost:3000/', 'https and http')).toEqual([])
  })

  it.each(['http://example.com', 'ftp://example.com', 'javascript:alert(1)', 'example.com', ''])(
    'is refused if it is %j',
    webhook => {
      expect(errors(webhook, 'https')).toEqual(['must be a URL that starts with https://'])
    },
  )

  it('is refused where nothing could sign it', () => {
    expect(errors('https://example.com')).toEqual([
      'cannot be sent: this deployment has no WEBHOOK_SECRET to sign it with',
    ])
  })

  it('is refused if it is no address at all or endless', () => {
    expect(errors(7, 'https')).toHaveLength(1)
    expect(errors(`https://example.com/${'x'.repeat(2_000)}`, 'https')).toEqual([
      'must be at most 2000 characters',
    ])
  })
})
