import { GoogleGenAI } from '@google/genai/web'
import OpenAI from 'openai'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEmulator, startEmulator } from './start.ts'

/** Most that our providers take for a picture. */
const MAX_IMAGE_BYTES = 32 * 2 ** 20

let emulator: RunningEmulator
let openai: OpenAI
let gemini: GoogleGenAI

beforeAll(async () => {
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, pictures: 'large' })
  openai = new OpenAI({ apiKey: 'none', baseURL: emulator.openAiBaseUrl, maxRetries: 0 })
  gemini = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: emulator.geminiBaseUrl } })
})
afterAll(() => emulator.close())

const fromOpenAi = async (size: string, prompt = 'A quiet harbour') => {
  const answer = await openai.images.generate({ model: 'gpt-image-2', prompt, size, output_format: 'jpeg' })
  expect(answer.output_format).toBe('png')
  return Buffer.from(answer.data?.[0]?.b64_json ?? '', 'base64')
}

const fromGemini = async (imageSize: string) => {
  const answer = await gemini.models.generateContent({
    model: 'gemini-3-pro-image',
    contents: 'A quiet harbour',
    config: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9', imageSize } },
  })
  const { mimeType, data = '' } = answer.candidates?.[0]?.content?.parts?.[0]?.inlineData ?? {}
  expect(mimeType).toBe('image/png')
  return Buffer.from(data, 'base64')
}

describe('large pictures', () => {
  it.each([
    ['1536x1024', 3, 3.6],
    ['1024x1536', 3, 3.6],
    ['1024x1024', 1.9, 2.5],
    ['1216x640', 1.5, 1.8],
  ])('of OpenAI at %s are PNG, JPEG asked, of %f to %f MB', async (size, least, most) => {
    const bytes = await fromOpenAi(size)
    const { width, height, format } = await sharp(bytes).metadata()
    expect({ size: `${width}x${height}`, format }).toEqual({ size, format: 'png' })
    expect(bytes.length / 1e6).toBeGreaterThan(least)
    expect(bytes.length / 1e6).toBeLessThan(most)
  })

  it.each([
    ['1K', 1344, 1.8, 2.5],
    ['2K', 2688, 6, 9],
    ['4K', 5376, 15, 25],
  ])(
    'of Gemini at %s are PNG %i pixels wide, of %i to %i MB',
    async (imageSize, width, least, most) => {
      const bytes = await fromGemini(imageSize)
      expect(await sharp(bytes).metadata()).toMatchObject({ width, format: 'png' })
      expect(bytes.length / 1e6).toBeGreaterThan(least)
      expect(bytes.length / 1e6).toBeLessThan(most)
      expect(bytes.length).toBeLessThan(MAX_IMAGE_BYTES)
    },
    // 16 megapixels are painted, which takes seconds, and more on a machine that others use.
    120_000,
  )

  it('are shared by a few prompts each', async () => {
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, index) => fromOpenAi('1216x640', `Prompt ${index}`)),
    )
    const distinct = new Set(made.map(bytes => bytes.toString('base64'))).size
    expect(distinct).toBeGreaterThan(1)
    expect(distinct).toBeLessThanOrEqual(4)
  })
})
