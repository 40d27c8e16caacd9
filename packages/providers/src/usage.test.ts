import type { Model } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { failureOf } from './cases.testing.ts'
import { createProvider } from './create.ts'
import { answer, GOOGLE_MODEL, KEY, OPENAI_MODEL, PNG, plenty, serve } from './server.testing.ts'

const never = new AbortController().signal
const tokenPrices = {
  textIn: 2,
  imageIn: 4,
  textOut: 12,
  imageOut: 120,
  source: 'a test',
  date: '2026-11-25',
}

/** A provider that gives one answer. */
async function answering(model: Model, body: object, headers: Record<string, string> = {}) {
  const { url } = await serve(answer(200, body, headers))
  return createProvider(model.provider, { apiKey: KEY, baseUrl: url, timeoutMs: 10_000 })
}

describe('the tokens of an answer', () => {
  const gpt = { ...OPENAI_MODEL, tokenPrices } as Model
  const gemini = { ...GOOGLE_MODEL, tokenPrices } as Model

  async function usageOf(model: Model, body: object) {
    const provider = await answering(model, body)
    return (await provider.generate({ prompt: 'a lighthouse', model }, never, plenty)).usage
  }
  async function chargeOf(model: Model, body: object, headers?: Record<string, string>) {
    return (await failureOf(await answering(model, body, headers), model)).charge
  }

  const input = { input_tokens: 400, input_tokens_details: { text_tokens: 90, image_tokens: 310 } }
  const picture = { data: [{ b64_json: PNG.toString('base64') }] }

  it('of OpenAI are those of texts and pictures, in and out', async () => {
    const output = { output_tokens: 1_010, output_tokens_details: { text_tokens: 10, image_tokens: 1_000 } }
    expect(await usageOf(gpt, { ...picture, usage: { ...input, ...output } })).toEqual({
      textIn: 90,
      imageIn: 310,
      textOut: 10,
      imageOut: 1_000,
    })
    expect(await usageOf(gpt, { ...picture, usage: { ...input, output_tokens: 1_010 } })).toMatchObject({
      textOut: 0,
      imageOut: 1_010,
    })
  })

  it.each([
    ['none', undefined],
    ['nothing in them', { input_tokens_details: { text_tokens: 0, image_tokens: 0 }, output_tokens: 0 }],
    ['none for the picture', { ...input, output_tokens: 0 }],
    ['not what the input was', { input_tokens: 400, output_tokens: 1_010 }],
    ['numbers that are none', { ...input, output_tokens: 'many' }],
  ])('are not known where it tells %s', async (_what, usage) => {
    expect(await usageOf(gpt, { ...picture, usage })).toBeUndefined()
  })

  const inline = [
    { content: { parts: [{ inlineData: { mimeType: 'image/png', data: PNG.toString('base64') } }] } },
  ]
  const prompt = { promptTokenCount: 330, promptTokensDetails: [{ modality: 'IMAGE', tokenCount: 258 }] }

  it('of Gemini are its prompt and its candidates, and what it thought is text', async () => {
    const usageMetadata = {
      ...prompt,
      candidatesTokenCount: 1_140,
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1_120 }],
      thoughtsTokenCount: 200,
    }
    expect(await usageOf(gemini, { candidates: inline, usageMetadata })).toEqual({
      textIn: 72,
      imageIn: 258,
      textOut: 220,
      imageOut: 1_120,
    })
    const plain = { promptTokenCount: 72, candidatesTokenCount: 1_120 }
    expect(await usageOf(gemini, { candidates: inline, usageMetadata: plain })).toEqual({
      textIn: 72,
      imageIn: 0,
      textOut: 0,
      imageOut: 1_120,
    })
  })

  it('are what a call is charged that brought no picture, or none that can be used', async () => {
    const usage = { ...input, output_tokens: 1_000 }
    const garbage = { data: [{ b64_json: Buffer.from('no picture').toString('base64') }], usage }
    for (const body of [{ data: [], usage }, garbage])
      expect(await chargeOf(gpt, body)).toMatchObject({
        model: 'gpt-image-2',
        picture: false,
        usage: { imageOut: 1_000 },
        usd: 0.12142,
        by: 'usage',
      })
    const silent = {
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata: { ...prompt, thoughtsTokenCount: 10 },
    }
    expect(await chargeOf(gemini, silent)).toMatchObject({ picture: false, usd: 0.001296, by: 'usage' })
  })

  it('are what a refusal is charged that tells them, if their price is known', async () => {
    const refused = { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 72 } }
    expect(await chargeOf(gemini, refused)).toMatchObject({ picture: false, usd: 0.000144, by: 'usage' })
    const { tokenPrices: _, ...unpriced } = gemini
    expect(await chargeOf(unpriced as Model, refused)).toBeUndefined()
    expect(await chargeOf(gemini, { promptFeedback: { blockReason: 'SAFETY' } })).toBeUndefined()
  })

  it('of the emulator are charged to nobody', async () => {
    const usage = { ...input, output_tokens: 1_000 }
    expect(await chargeOf(gpt, { data: [], usage }, { 'x-contactsheet-simulated': '1' })).toBeUndefined()
  })
})
