import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { GoogleGenAI } from '@google/genai/web'
import OpenAI, { toFile } from 'openai'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEmulatorClient, type EmulatorClient } from './client.ts'
import { type RunningEmulator, startEmulator } from './start.ts'

const COLOURS = ['#c00', '#0a0', '#00c']
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let pictures: Buffer[]
let emulator: RunningEmulator
let control: EmulatorClient
let openai: OpenAI
let gemini: GoogleGenAI
beforeAll(async () => {
  pictures = await Promise.all(
    COLOURS.map(background =>
      sharp({ create: { width: 60, height: 40, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, pictures: 'flat' })
  control = createEmulatorClient(emulator.url)
  openai = new OpenAI({ apiKey: 'none', baseURL: emulator.openAiBaseUrl, maxRetries: 0 })
  gemini = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: emulator.geminiBaseUrl } })
})
beforeEach(() => control.forgetCalls())
afterAll(() => emulator.close())

const edit = async (files: Buffer[], type = 'image/png', rest: object = {}, signal?: AbortSignal) => {
  const image = await Promise.all(files.map((file, place) => toFile(file, `${place}.png`, { type })))
  const asked = { model: 'gpt-image-2', prompt: 'A harbour', n: 1, size: '1024x640', image, ...rest }
  const { data } = await openai.images.edit(asked as OpenAI.ImageEditParamsNonStreaming, {
    signal,
  })
  return Buffer.from(data?.[0]?.b64_json ?? '', 'base64')
}

const inline = async (files: Buffer[], mimeType = 'image/png') => {
  const parts = files.map(file => ({ inlineData: { mimeType, data: file.toString('base64') } }))
  const answer = await gemini.models.generateContent({
    model: 'gemini-3-pro-image',
    contents: [...parts, { text: 'A harbour' }],
    config: { responseModalities: ['IMAGE'] },
  })
  return Buffer.from(answer.candidates?.[0]?.content?.parts?.[0]?.inlineData?.data ?? '', 'base64')
}

describe.each([
  ['OpenAI', edit, 16],
  ['Gemini', inline, 14],
])('pictures to go by, at %s', (_name, ask, most) => {
  it('arrive as they are, in one call, and are seen in the picture', async () => {
    const made = await ask(pictures)
    const { requests, calls } = await control.calls()
    expect(calls).toBe(1)
    expect(requests[0]?.references).toEqual(pictures.map(hashOf))
    expect(hashOf(await ask(pictures.slice(0, 1)))).not.toBe(hashOf(made))
  })

  it(`are at most ${most}, and pictures of a known type`, async () => {
    const [one = Buffer.of()] = pictures
    await ask(Array(most).fill(one))
    await control.forgetCalls()
    const wrong: [Buffer[], string?][] = [
      [Array(most + 1).fill(one)],
      [[one], 'image/gif'],
      [[Buffer.from('none')]],
    ]
    for (const refused of wrong) await expect(ask(...refused)).rejects.toMatchObject({ status: 400 })
    expect((await control.calls()).calls).toBe(0)
  })
})

describe('an edit, as any other call,', () => {
  afterEach(async () => {
    await control.clearFaults()
    await control.setLatency({ minMs: 0, maxMs: 0 })
  })

  it.each([
    [{ kind: 'moderation' } as const, { status: 400, code: 'moderation_blocked' }],
    [{ kind: 'rate_limit', waitMs: 2_000 } as const, { status: 429 }],
    [{ kind: 'unavailable' } as const, { status: 503 }],
    [{ kind: 'auth' } as const, { status: 401 }],
  ])('meets the fault that is ordered: %o', async (fault, error) => {
    await control.orderFaults([{ ...fault, tries: 1 }])
    await expect(edit(pictures)).rejects.toMatchObject(error)
    expect((await edit(pictures)).length).toBeGreaterThan(0)
    const { requests } = await control.calls()
    expect(requests).toMatchObject([{ calls: 2, endings: { 200: 1, [error.status]: 1 } }])
  })

  it('may hang until its caller leaves, be broken off, or bring no picture', async () => {
    await control.orderFaults([{ kind: 'hang', prompt: 'endless' }])
    const leaving = new AbortController()
    const call = edit(pictures, 'image/png', { prompt: 'endless' }, leaving.signal)
    await expect.poll(async () => (await control.calls()).inFlight).toBe(1)
    leaving.abort()
    await expect(call).rejects.toThrow()
    await control.orderFaults([{ kind: 'cut' }])
    await expect(edit(pictures)).rejects.toThrow()
    await control.orderFaults([{ kind: 'no_image' }])
    expect(await edit(pictures)).toHaveLength(0)
    await expect.poll(async () => (await control.calls()).endings).toEqual({ aborted: 1, broken: 1, 200: 1 })
  })

  it('takes as long as it is told to', async () => {
    await control.setLatency({ minMs: 30, maxMs: 30 })
    await edit(pictures)
    expect((await control.calls()).slowestMs).toBeGreaterThanOrEqual(29)
  })

  it('is read up to 55 MB, and refused by its length beyond', async () => {
    const large = Buffer.alloc(54_900_000)
    await expect(edit([large])).rejects.toMatchObject({ status: 400, param: 'image' })
    const { hostname, port } = new URL(emulator.url)
    const asked = request({
      hostname,
      port,
      method: 'POST',
      path: '/v1/images/edits',
      headers: {
        authorization: 'Bearer none',
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 55_000_001,
      },
    })
    asked.flushHeaders()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(413)
    expect(JSON.parse(await text(answer)).error.message).toContain('55000000 bytes')
    asked.destroy()
  })
})

it('OpenAI refuses an edit without a picture, and fields that it does not know', async () => {
  await expect(edit([])).rejects.toMatchObject({ status: 400, param: 'image' })
  await expect(edit(pictures, 'image/png', { colour: 'red' })).rejects.toMatchObject({
    status: 400,
    code: 'unknown_parameter',
  })
})

it('OpenAI is asked for the text that was written, whatever a form makes of its lines', async () => {
  await edit(pictures, 'image/png', { prompt: 'A harbour\nat dawn' })
  expect((await control.calls()).requests[0]?.prompt).toBe('A harbour\nat dawn')
})

it('Gemini refuses a request of more than 20 MiB', async () => {
  await expect(inline([Buffer.alloc(16 * 2 ** 20)])).rejects.toThrow('payload size exceeds')
})

it('a plain call tells of none', async () => {
  await openai.images.generate({ model: 'gpt-image-2', prompt: 'A harbour', size: '1024x640' })
  expect((await control.calls()).requests[0]).not.toHaveProperty('references')
})
