import { describe, expect, it } from 'vitest'
import { batchSchema } from './batch.ts'
import { Catalog } from './catalog/catalog.ts'
import { deadlineAt, deadlineFault } from './economy-request.ts'
import { newBatch } from './new-batch.ts'
import { fieldErrors } from './problem.ts'
import { batchRequestSchema } from './request.ts'

const NOW = new Date('2026-11-26T12:00:00Z')
const catalog = new Catalog()
const schema = batchRequestSchema(catalog, { maxImages: 100, maxPromptLength: 50 }, () => NOW)
const LANE = ['gpt-image-2', 'gemini-3-pro-image', 'gemini-3.1-flash-lite-image', 'gpt-image-2-2026-04-21']

function faultsOf(rest: object): string[] {
  const { error } = schema.safeParse({ prompts: ['A fox'], models: ['gpt-image-2'], ...rest })
  return error === undefined ? [] : fieldErrors(error).map(({ field, message }) => `${field} ${message}`)
}

function made(rest: object) {
  const request = { prompts: ['A fox', 'A hen'], models: ['gpt-image-2'], speed: 'economy', ...rest }
  return newBatch(schema.parse(request), catalog, NOW)
}

describe('a request says how soon its images are made', () => {
  it.each([
    [{ speed: 'fast' }, 'speed must be one of: asap, economy'],
    [{ speed: 'economy', economy: 'never' }, 'economy must be one of: prefer, only'],
    [{ economy: 'only' }, 'economy belongs to `speed` economy, which is not asked for'],
    [{ speed: 'asap', deadline: 6 }, 'deadline belongs to `speed` economy, which is not asked for'],
  ])('and is refused %j', (rest, fault) => {
    expect(faultsOf(rest)).toEqual([fault])
  })

  it.each(['tomorrow', '2026-11-27', '2026-11-27T08:00:00', '6', true, null])(
    'with no deadline of %j: it is neither a time with its offset nor hours',
    deadline => {
      expect(faultsOf({ speed: 'economy', deadline })).toEqual([
        'deadline must be a time with its offset, as in 2026-12-01T08:00:00Z, or a number of hours',
      ])
    },
  )

  it.each([0, -3])('with no deadline of %j hours', deadline => {
    expect(faultsOf({ speed: 'economy', deadline })).toEqual([
      'deadline is past: it must be a time to come, or more than 0 hours',
    ])
  })

  it.each(['2026-11-26T12:00:00Z', '2026-11-26T13:00:00+01:00', '2025-11-27T12:00:00Z'])(
    'with no deadline of %j that is past when the batch is accepted, which may be before the request comes again',
    deadline => {
      expect(faultsOf({ speed: 'economy', deadline })).toEqual([])
      expect(deadlineFault(made({ deadline }))).toEqual({
        field: 'deadline',
        message: 'is past: it must be a time to come, or more than 0 hours',
      })
      const before = { ...made({ deadline }), createdAt: '2025-11-27T11:59:59.999Z' }
      expect(deadlineFault(before)).toBeUndefined()
    },
  )

  it.each([168.01, 1e300, '2026-12-03T12:00:01Z', '2026-12-03T12:00:00-00:30'])(
    'with no deadline of %j, which is too far',
    deadline => {
      expect(faultsOf({ speed: 'economy', deadline })).toEqual([
        'deadline is too far: at most 168 hours from now are allowed',
      ])
    },
  )

  it.each([
    [168, '2026-12-03T12:00:00.000Z'],
    [0.5, '2026-11-26T12:30:00.000Z'],
    ['2026-11-27T08:00:00Z', '2026-11-27T08:00:00.000Z'],
    ['2026-11-27T08:00:00.5+09:00', '2026-11-26T23:00:00.500Z'],
  ])('by a deadline of %j', (deadline, at) => {
    expect(deadlineAt(deadline, NOW).toISOString()).toBe(at)
    const batch = made({ deadline })
    expect(batchSchema.parse(batch).deadline).toBe(at)
    expect(deadlineFault(batch)).toBeUndefined()
  })

  it('once: it is at fault with other things at once, and its own are told together', () => {
    expect(faultsOf({ speed: 'slow', economy: 'never', deadline: 'soon' })).toHaveLength(3)
    const models = ['gpt-image-2.6-flare']
    expect(faultsOf({ speed: 'economy', economy: 'only', deadline: -1, models })).toHaveLength(2)
  })
})

describe('models that no batch API makes', () => {
  const models = ['gpt-image-2', 'gpt-image-2.6-flare', { id: 'gemini-nano-banana-2.1', imageSize: '1K' }]

  it('are refused by name where the request wants economy only, with those that are made so', () => {
    const why = `is not made by its provider's batch API. Those that are: ${LANE.join(', ')}. Without \`economy\` only it would run at once, at the full price`
    expect(faultsOf({ speed: 'economy', economy: 'only', models })).toEqual([
      `models[1] gpt-image-2.6-flare ${why}`,
      `models[2] gemini-nano-banana-2.1 ${why}`,
    ])
    expect(faultsOf({ speed: 'economy', economy: 'only', fallback: ['gpt-image-2.5-flare'] })).toEqual([
      `fallback[0] gpt-image-2.5-flare ${why}`,
    ])
    expect(faultsOf({ speed: 'economy', economy: 'only', models: LANE })).toEqual([])
  })

  it('are refused by what their replacement is', () => {
    expect(faultsOf({ speed: 'economy', economy: 'only', models: ['gpt-image-1'] })).toEqual([])
    expect(
      faultsOf({ speed: 'economy', economy: 'only', models: ['gemini-3.1-flash-image'] }).join(),
    ).toContain('models[0] gemini-nano-banana-2.1 is not made')
  })

  it.each([{}, { economy: 'prefer' }])(
    'run at once beside the others otherwise, with a warning: %j',
    rest => {
      const batch = made({ models, ...rest })
      expect(batchSchema.parse(batch).models.map(({ speed }) => speed)).toEqual([
        'economy',
        undefined,
        undefined,
      ])
      expect(batch.warnings).toEqual([
        'No batch API of a provider makes gpt-image-2.6-flare, gemini-nano-banana-2.1 (imageSize 1K): images of it run at once, at the full price.',
      ])
    },
  )

  it('of a batch at once are nobody’s concern', () => {
    expect(made({ models, speed: 'asap' })).toEqual({
      ...made({ models, speed: undefined }),
      id: expect.any(String),
    })
    expect(made({ models, speed: 'asap' }).warnings).toEqual([])
  })

  it('are not known of columns: the same picture at two speeds is one column', () => {
    const [column] = made({ models: ['gpt-image-2', 'gpt-image-2'] }).models
    expect(column).toMatchObject({ id: 'gpt-image-2', speed: 'economy' })
    expect(column).not.toHaveProperty('economy')
  })
})
