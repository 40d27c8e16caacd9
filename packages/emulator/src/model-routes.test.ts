import { GoogleGenAI } from '@google/genai/web'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEmulator, startEmulator } from './start.ts'

const latency = { minMs: 0, maxMs: 0 }
let emulator: RunningEmulator
beforeAll(async () => {
  emulator = await startEmulator({ seed: 1, latency, isMarked: false })
})
afterAll(() => emulator.close())

describe('the models that answer, as the SDKs show them', () => {
  it('of OpenAI have the day of their shutdown', async () => {
    const openai = new OpenAI({ apiKey: 'none', baseURL: emulator.openAiBaseUrl, maxRetries: 0 })
    const listed = new Map((await openai.models.list()).data.map(model => [model.id, model]))
    expect(listed.get('gpt-image-2')).toMatchObject({ object: 'model' })
    expect(listed.get('gpt-image-2')).not.toHaveProperty('shutdown_date')
    expect(listed.has('dall-e-3')).toBe(false)
    expect([...listed.keys()].filter(id => id.startsWith('gemini'))).toEqual([])
  })

  it.each(['v1', 'v1beta'])('of Gemini come page by page, under %s', async apiVersion => {
    const httpOptions = { baseUrl: emulator.geminiBaseUrl }
    const gemini = new GoogleGenAI({ apiKey: 'none', apiVersion, httpOptions })
    const names = await Array.fromAsync(
      await gemini.models.list({ config: { pageSize: 2 } }),
      model => model.name,
    )
    expect(names).toEqual(
      expect.arrayContaining(['models/gemini-3-pro-image', 'models/gemini-nano-banana-2.1']),
    )
    expect(names).not.toContain('models/gemini-2.5-flash-image')
    expect(new Set(names).size).toBe(names.length)
  })

  it('are told to nobody without a key, and as asked', async () => {
    const status = async (path: string, headers = {}) =>
      (await fetch(`${emulator.url}${path}`, { headers })).status
    expect([await status('/v1/models'), await status('/v1beta/models')]).toEqual([401, 403])
    expect(await status('/v1beta/models?pageSize=0', { 'x-goog-api-key': 'none' })).toBe(400)
  })
})

it('does not own up to its pictures where a test needs them charged', async () => {
  const { headers } = await fetch(`${emulator.url}/v1beta/models?key=none`)
  expect(headers.get('x-contactsheet-simulated')).toBeNull()
})
