import { describe, expect, it } from 'vitest'
import { makeView } from '../gallery.testing.ts'
import { halfPrice, laneLine } from './lane.ts'

const NOW = new Date(2026, 10, 26, 16, 0)
const economy = {
  submitted: 1_200,
  done: 37,
  since: new Date(2026, 10, 26, 14, 2).toISOString(),
  expectedBy: new Date(2026, 10, 27, 14, 2).toISOString(),
  jobs: 2,
  hurried: 0,
}
const openAi = { id: 'gpt-image-2', label: 'GPT Image 2', provider: 'openai', speed: 'economy' } as const
const google = { id: 'gemini-3-pro-image', label: 'Pro', provider: 'google', speed: 'economy' } as const
const { speed: _, ...atOnce } = google
const lineOf = (rest: object, models: ReturnType<typeof makeView>['models'] = [openAi]) =>
  laneLine(makeView(1, { speed: 'economy', models, economy: { ...economy, ...rest } }), NOW)
const clock = (hour: number, minute: number) =>
  new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(
    new Date(2026, 10, 26, hour, minute),
  )

describe('the line on what batch APIs have', () => {
  it('says how many, where, since and until when, and how many are done', () => {
    expect(lineOf({})).toBe(
      `1,200 at OpenAI’s batch API since ${clock(14, 2)}, expected by tomorrow ${clock(14, 2)}; 37 done`,
    )
    expect(lineOf({}, [openAi, google])).toContain('1,200 at OpenAI’s batch API and Google’s batch API since')
    expect(lineOf({}, [openAi, atOnce])).not.toContain('Google')
  })

  it('says what was given up for the deadline, and nothing where there is nothing to say', () => {
    expect(lineOf({ hurried: 12 })).toMatch(/; 37 done; 12 made at once for the deadline$/)
    const none = { submitted: 0, done: 0, since: undefined, expectedBy: undefined, jobs: 0 }
    expect(lineOf({ ...none, hurried: 12 })).toBe('12 made at once for the deadline')
    expect(lineOf(none)).toBeUndefined()
    expect(laneLine(makeView(1))).toBeUndefined()
  })
})

it('a batch is at half the price as far as its columns are', () => {
  expect(halfPrice(makeView(1, { speed: 'economy', models: [openAi] }))).toBe('half price')
  expect(halfPrice(makeView(1, { speed: 'economy', models: [openAi, atOnce] }))).toBe('half price in part')
  expect(halfPrice(makeView(1))).toBeUndefined()
})
