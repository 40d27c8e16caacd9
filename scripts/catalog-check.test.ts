import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Catalog, type Model } from '@contactsheet/contract'
import { type RunningEmulator, startEmulator } from '@contactsheet/emulator'
import { afterEach, describe, expect, it } from 'vitest'
import { differences } from './catalog-check/compare.ts'

const TODAY = new Date('2026-11-26T12:00:00Z')
const model = (id: string, rest: Partial<Model> = {}): Model =>
  ({ provider: 'openai', id, label: id, size: '1216x640', quality: 'low', ...rest }) as Model

describe('the catalog beside a list of models', () => {
  const compare = (models: Model[], listed: [string, string?][]) =>
    differences(models, new Map(listed.map(([id, day]) => [id, day])), 'OpenAI', TODAY)

  it('agrees where it has what is listed, and what is not is dead', () => {
    const models = [
      model('gpt-image-2'),
      model('gpt-image-1.5', { shutdown: '2026-12-01' }),
      model('dall-e-3', { shutdown: '2026-05-12' }),
    ]
    const listed: [string, string?][] = [['gpt-image-2'], ['gpt-image-1.5', '2026-12-01'], ['gpt-6']]
    expect(compare(models, listed)).toEqual({ faults: [], news: [] })
  })

  it('does not where a model is gone, shuts down on another day, or lives on', () => {
    const models = [model('a'), model('b'), model('c', { shutdown: '2026-01-01' })]
    expect(compare(models, [['b', '2027-01-01'], ['c']]).faults).toEqual([
      'a: OpenAI does not list it. Correct its id, or give it its shutdown.',
      'b: OpenAI shuts it down on 2027-01-01; the catalog says nothing.',
      'c: OpenAI lists it; the catalog had it shut down on 2026-01-01.',
    ])
  })

  it('is told of new models that make pictures', () => {
    expect(compare([], [['gpt-image-3'], ['gpt-6']]).news).toEqual([
      'gpt-image-3: OpenAI lists it; the catalog does not know it.',
    ])
  })
})

describe('npm run catalog:check', () => {
  let emulator: RunningEmulator | undefined
  afterEach(() => emulator?.close())

  async function check(env: Record<string, string>): Promise<[code: number, told: string]> {
    const run = promisify(execFile)(process.execPath, ['scripts/catalog-check.ts'], {
      env: { PATH: process.env.PATH, ...env },
    })
    return run
      .then(({ stdout }): [number, string] => [0, stdout])
      .catch(({ code, stdout, stderr }) => [code, stdout + stderr])
  }

  async function listing(catalog?: Catalog) {
    const latency = { minMs: 0, maxMs: 0 }
    emulator = await startEmulator({ seed: 1, latency, ...(catalog && { catalog }) })
    const { openAiBaseUrl, geminiBaseUrl } = emulator
    return { OPENAI_BASE_URL: openAiBaseUrl, GOOGLE_GEMINI_BASE_URL: geminiBaseUrl }
  }

  it('ends well where both lists agree', async () => {
    const [code, told] = await check(await listing())
    expect([code, told]).toEqual([
      0,
      expect.stringMatching(/OpenAI: \d+ models .* 0 do not agree\.\nGoogle: .* 0 do/),
    ])
  })

  it('ends with 1 where one does not', async () => {
    const dying = new Catalog().get('gpt-image-2')
    if (dying === undefined) throw new Error('there is no gpt-image-2')
    const urls = await listing(new Catalog([{ ...dying, shutdown: '2099-01-01' }]))
    const [code, told] = await check(urls)
    expect([code, told]).toEqual([
      1,
      expect.stringContaining('gpt-image-2: OpenAI shuts it down on 2099-01-01;'),
    ])
  })

  it('names the keys that are missing, and ends with 2 where it has compared nothing', async () => {
    const [code, told] = await check({})
    expect(code).toBe(2)
    expect(told).toMatch(
      /OpenAI: not compared\. Set OPENAI_API_KEY\.\nGoogle: not compared\. Set GOOGLE_API_KEY\./,
    )
    const [partly, why] = await check({ OPENAI_BASE_URL: (await listing()).OPENAI_BASE_URL })
    expect([partly, why]).toEqual([0, expect.stringContaining('Google: not compared.')])
  })

  it('ends with 2 where a list cannot be read', async () => {
    const urls = await listing()
    const [code, told] = await check({
      ...urls,
      GOOGLE_GEMINI_BASE_URL: `${urls.GOOGLE_GEMINI_BASE_URL}/nowhere`,
    })
    expect([code, told]).toEqual([2, expect.stringContaining('Google: its list cannot be read: HTTP 404')])
  })
})
