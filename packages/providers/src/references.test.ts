import { randomBytes } from 'node:crypto'
import { KindError } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { createProvider } from './create.ts'
import { answer, GOOGLE_MODEL, KEY, OPENAI_MODEL, PNG, plenty, serve } from './server.testing.ts'

const never = new AbortController().signal

/** Of lengths that are, and are not, a multiple of three, and one that is read in several pieces. */
const FILES = [
  { bytes: randomBytes(300), type: 'image/png' },
  { bytes: randomBytes(301), type: 'image/jpeg' },
  { bytes: randomBytes(500_000), type: 'image/webp' },
]
const references = FILES.map(({ bytes, type }) => new Blob([bytes], { type }))

const BASE64 = PNG.toString('base64')
const OPENAI_ANSWER = { created: 1, data: [{ b64_json: BASE64 }] }
const GOOGLE_ANSWER = {
  candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: BASE64 } }] } }],
}

const openai = (url: string) =>
  createProvider('openai', { apiKey: KEY, baseUrl: `${url}/v1`, timeoutMs: 10_000 })
const google = (url: string) => createProvider('google', { apiKey: KEY, baseUrl: url, timeoutMs: 10_000 })

describe('pictures to go by', () => {
  it('go to OpenAI as the files of one edit, in their order, beside what is asked of any picture', async () => {
    const { url, seen } = await serve(answer(200, OPENAI_ANSWER))
    const image = await openai(url).generate(
      { prompt: 'a lighthouse', model: OPENAI_MODEL, references },
      never,
      plenty,
    )
    expect(image.bytes).toEqual(PNG)
    expect(seen[0]?.headers).toMatchObject({ 'content-length': expect.stringMatching(/^\d+$/) })
    expect(seen.map(({ path }) => path)).toEqual(['/v1/images/edits'])
    const fields = seen[0]?.body as [string, string | File][]
    expect(Object.fromEntries(fields.filter(([, value]) => typeof value === 'string'))).toEqual({
      model: 'gpt-image-2',
      prompt: 'a lighthouse',
      n: '1',
      size: '1216x640',
      quality: 'medium',
      output_format: 'jpeg',
      output_compression: '95',
    })
    const files = fields.flatMap(([name, value]) => (value instanceof File ? [{ name, value }] : []))
    expect(files.map(({ name, value }) => [name, value.name, value.type])).toEqual([
      ['image[]', 'reference-1.png', 'image/png'],
      ['image[]', 'reference-2.jpeg', 'image/jpeg'],
      ['image[]', 'reference-3.webp', 'image/webp'],
    ])
    const bytes = await Promise.all(files.map(async ({ value }) => Buffer.from(await value.arrayBuffer())))
    expect(bytes.every((sent, place) => sent.equals(FILES[place]?.bytes ?? Buffer.of()))).toBe(true)
  })

  it('go to Gemini inline, before the text, in a body that says how long it is', async () => {
    const { url, seen } = await serve(answer(200, GOOGLE_ANSWER))
    const image = await google(url).generate(
      { prompt: 'a "lighthouse"', model: GOOGLE_MODEL, references },
      never,
      plenty,
    )
    expect(image.bytes).toEqual(PNG)
    expect(seen).toHaveLength(1)
    expect(seen[0]?.headers).toMatchObject({ 'content-length': expect.stringMatching(/^\d+$/) })
    expect(seen[0]?.body).toMatchObject({
      contents: [
        {
          parts: [
            ...FILES.map(({ bytes, type }) => ({
              inlineData: { mimeType: type, data: bytes.toString('base64') },
            })),
            { text: 'a "lighthouse"' },
          ],
        },
      ],
    })
  })

  it.each([
    ['OpenAI', openai, OPENAI_MODEL],
    ['Gemini', google, GOOGLE_MODEL],
  ])(
    'are sent to %s alone: of a redirect, and of a key that is wrong, is told as without them',
    async (_title, provider, model) => {
      const moved = await serve(answer(307, {}, { location: '/elsewhere' }))
      const strange = await serve(answer(401, { error: { message: 'no such key', code: 401 } }))
      const kindsOf = (asked: object) =>
        Promise.all(
          [moved, strange].map(({ url }) =>
            provider(url)
              .generate({ prompt: 'a lighthouse', model, ...asked }, never, plenty)
              .catch((error: unknown) => KindError.from(error).kind),
          ),
        )
      expect(await kindsOf({ references })).toEqual(await kindsOf({}))
      expect([moved.seen.length, strange.seen.length]).toEqual([2, 2])
    },
  )

  it.each([
    ['OpenAI', openai, OPENAI_MODEL],
    ['Gemini', google, GOOGLE_MODEL],
  ])('are sent to %s once, also where that fails', async (_title, provider, model) => {
    const refusing = await serve(answer(400, { error: { message: 'no such picture', status: 'INVALID' } }))
    const broken = await serve(response => response.socket?.destroy())
    const failures = [refusing, broken].map(({ url }) =>
      provider(url)
        .generate({ prompt: 'a lighthouse', model, references }, never, plenty)
        .catch((error: unknown) => KindError.from(error).kind),
    )
    expect(await Promise.all(failures)).toEqual(['invalid', 'unavailable'])
    expect([refusing.seen.length, broken.seen.length]).toEqual([1, 1])
  })
})
