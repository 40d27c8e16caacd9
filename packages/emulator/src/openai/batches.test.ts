import { createHash } from 'node:crypto'
import type OpenAI from 'openai'
import { toFile } from 'openai'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEmulatorClient, type EmulatorClient } from '../client.ts'
import { jsonLines, openAiLine, openAiOf } from '../jobs/jobs.testing.ts'
import { type RunningEmulator, startEmulator } from '../start.ts'

/** How long jobs take, by a clock that tests turn. */
const TAKES_MS = 60_000

let emulator: RunningEmulator
let control: EmulatorClient
let client: OpenAI

beforeAll(async () => {
  emulator = await startEmulator({
    seed: 1,
    latency: { minMs: 0, maxMs: 0 },
    jobLatency: { minMs: TAKES_MS, maxMs: TAKES_MS },
    pictures: 'flat',
  })
  control = createEmulatorClient(emulator.url)
  client = openAiOf(emulator)
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await control.clearFaults()
  await control.forgetCalls()
  await control.forgetJobs()
})
afterEach(() => void vi.useRealTimers())
afterAll(() => emulator.close())

const GENERATIONS = '/v1/images/generations'

const upload = async (text: string) =>
  client.files.create({
    file: await toFile(Buffer.from(text), 'in.jsonl'),
    purpose: 'batch',
    expires_after: { anchor: 'created_at', seconds: 604_800 },
  })

const begin = async (text: string, more: Partial<OpenAI.BatchCreateParams> = {}) => {
  const { id } = await upload(text)
  const asked = { input_file_id: id, endpoint: GENERATIONS, completion_window: '24h', ...more } as const
  return client.batches.create(asked)
}

const linesIn = async (file: string | null | undefined) =>
  (await (await client.files.content(file ?? '')).text())
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

describe('a file of OpenAI', () => {
  it('comes back as it was sent, and is told of', async () => {
    const text = `${'a line of many bytes'.repeat(100_000)}\n`
    const file = await upload(text)
    expect(file).toMatchObject({
      object: 'file',
      bytes: text.length,
      filename: 'in.jsonl',
      purpose: 'batch',
    })
    expect(await client.files.retrieve(file.id)).toEqual(file)
    const response = await client.files.content(file.id)
    expect(response.headers.get('x-contactsheet-simulated')).toBe('1')
    expect((await response.text()) === text).toBe(true)
    expect(await client.files.delete(file.id)).toEqual({ id: file.id, object: 'file', deleted: true })
    await expect(client.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 })
  })

  it('is for a job, and nothing else', async () => {
    const file = await toFile(Buffer.from('{}'), 'in.jsonl')
    await expect(client.files.create({ file, purpose: 'vision' })).rejects.toMatchObject({
      status: 400,
      param: 'purpose',
    })
  })

  it('wants a key', async () => {
    const response = await fetch(`${emulator.openAiBaseUrl}/files`)
    expect(response.status).toBe(401)
  })
})

describe('a job of OpenAI', () => {
  it('is looked at, runs and is completed, each with its time', async () => {
    const started = Math.floor(Date.now() / 1_000)
    const job = await begin(jsonLines([openAiLine('leaf-1', 'a fox')]), { metadata: { contactsheet: 'it' } })
    expect(job).toMatchObject({
      object: 'batch',
      status: 'validating',
      endpoint: GENERATIONS,
      metadata: { contactsheet: 'it' },
      created_at: started,
      expires_at: started + 86_400,
      output_file_id: null,
      error_file_id: null,
    })
    const running = await client.batches.retrieve(job.id)
    expect(running).toMatchObject({ status: 'in_progress', in_progress_at: started })
    vi.advanceTimersByTime(TAKES_MS)
    const completed = await client.batches.retrieve(job.id)
    expect(completed).toMatchObject({
      status: 'completed',
      in_progress_at: started,
      completed_at: started + TAKES_MS / 1_000,
      request_counts: { total: 1, completed: 1, failed: 0 },
      error_file_id: null,
    })
    const results = await client.files.retrieve(completed.output_file_id ?? '')
    expect(results.purpose).toBe('batch_output')
  })

  it('answers each line as a call of its own is answered', async () => {
    const { body } = openAiLine('leaf-1', 'a fox', { quality: 'high' })
    const single = await client.images.generate(body as unknown as OpenAI.ImageGenerateParamsNonStreaming)
    const { id } = await begin(jsonLines([openAiLine('leaf-1', 'a fox', { quality: 'high' })]))
    vi.advanceTimersByTime(TAKES_MS)
    const { output_file_id } = await client.batches.retrieve(id)
    expect(await linesIn(output_file_id)).toEqual([
      {
        id: expect.stringMatching(/^batch_req_/),
        custom_id: 'leaf-1',
        response: {
          status_code: 200,
          request_id: expect.stringMatching(/^req_/),
          body: { ...single, created: expect.any(Number) },
        },
        error: null,
      },
    ])
  })

  it('is of edits, with pictures in its lines', async () => {
    const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#c00' } })
      .png()
      .toBuffer()
    const url = '/v1/images/edits'
    const image_url = `data:image/png;base64,${picture.toString('base64')}`
    const lineWith = (id: string, more: object) => ({ ...openAiLine(id, 'a fox', more), url })
    const lines = [
      lineWith('right', { images: [{ image_url }] }),
      lineWith('none', {}),
      lineWith('no picture', { images: [{ image_url: 'data:image/png;base64,AAAA' }] }),
    ]
    const { id } = await begin(jsonLines(lines), { endpoint: url })
    vi.advanceTimersByTime(TAKES_MS)
    const { output_file_id, error_file_id } = await client.batches.retrieve(id)
    const [made] = await linesIn(output_file_id)
    expect(made).toMatchObject({ custom_id: 'right', response: { status_code: 200 } })
    expect(made.response.body.usage.input_tokens_details.image_tokens).toBe(1_024)
    const errors = await linesIn(error_file_id)
    expect(errors.map(({ custom_id, response }) => [custom_id, response.status_code]).toSorted()).toEqual([
      ['no picture', 400],
      ['none', 400],
    ])
    const { requests } = await control.calls()
    expect(requests).toMatchObject([
      { calls: 1, references: [createHash('sha256').update(picture).digest('hex')] },
    ])
  })

  it('has requests that are refused in the file of errors, and counts no call for what is invalid', async () => {
    await control.orderFaults([{ kind: 'moderation', prompt: 'refused' }])
    const { id } = await begin(
      jsonLines([
        openAiLine('right', 'a fox'),
        openAiLine('refused', 'a refused fox'),
        openAiLine('size', 'a fox', { size: '1x1' }),
      ]),
    )
    vi.advanceTimersByTime(TAKES_MS)
    const job = await client.batches.retrieve(id)
    expect(job.request_counts).toEqual({ total: 3, completed: 1, failed: 2 })
    expect(await linesIn(job.output_file_id)).toMatchObject([{ custom_id: 'right' }])
    const errors = await linesIn(job.error_file_id)
    expect(errors.toSorted((a, b) => a.custom_id.localeCompare(b.custom_id))).toMatchObject([
      {
        custom_id: 'refused',
        response: { status_code: 400, body: { error: { code: 'moderation_blocked' } } },
        error: null,
      },
      {
        custom_id: 'size',
        response: { status_code: 400, body: { error: { param: 'size' } } },
        error: null,
      },
    ])
    expect((await control.calls()).calls).toBe(2)
  })

  const fine = JSON.stringify(openAiLine('leaf-1', 'a fox'))
  it.each([
    ['a line that is no JSON', `${fine}\n{"custom_id":`, 'invalid_json_line', 2],
    ['a line that is no request', `${fine}\n\n{"custom_id":"leaf-2"}`, 'invalid_request', 3],
    ['an id that is taken', `${fine}\n${fine}`, 'duplicate_custom_id', 2],
    [
      'a line of another endpoint',
      JSON.stringify({ ...openAiLine('leaf-1', 'a fox'), url: '/v1/images/edits' }),
      'mismatched_endpoint',
      1,
    ],
    [
      'two models',
      `${fine}\n${JSON.stringify(openAiLine('leaf-2', 'a fox', { model: 'gpt-image-2.6-sunburst' }))}`,
      'mismatched_model',
      2,
    ],
    ['no lines', '\n', 'empty_file', null],
  ])('fails for %s', async (_what, text, code, line) => {
    const { id, status, errors } = await begin(text)
    expect({ status, errors }).toEqual({ status: 'validating', errors: null })
    const job = await client.batches.retrieve(id)
    expect(job).toMatchObject({ status: 'failed', failed_at: expect.any(Number), output_file_id: null })
    expect(job.errors?.data).toEqual([{ code, line, message: expect.any(String), param: null }])
    vi.advanceTimersByTime(TAKES_MS)
    expect((await control.calls()).calls).toBe(0)
  })

  it('fails for more lines than one may have', async () => {
    const lines = Array.from({ length: 50_001 }, (_, place) => openAiLine(`leaf-${place}`, 'a fox'))
    const { id } = await begin(jsonLines(lines))
    expect((await client.batches.retrieve(id)).errors?.data).toMatchObject([{ code: 'too_many_tasks' }])
  })

  it.each([
    ['an unknown endpoint', { endpoint: '/v1/pictures' }, 'endpoint'],
    ['another window', { completion_window: '1h' }, 'completion_window'],
  ])('is refused for %s', async (_what, wrong, param) => {
    await expect(begin(fine, wrong as object)).rejects.toMatchObject({ status: 400, param })
  })

  it('is canceled once, and not when it has ended', async () => {
    const { id } = await begin(fine)
    expect(await client.batches.cancel(id)).toMatchObject({ status: 'cancelling' })
    expect(await client.batches.retrieve(id)).toMatchObject({
      status: 'cancelled',
      cancelled_at: expect.any(Number),
    })
    await expect(client.batches.cancel(id)).rejects.toMatchObject({ status: 409 })
    await expect(client.batches.cancel('batch_none')).rejects.toMatchObject({ status: 404 })
  })

  it('is listed page by page', async () => {
    const { id: input_file_id } = await upload(fine)
    const ids: string[] = []
    for (let job = 0; job < 5; job++) {
      const asked = { input_file_id, endpoint: GENERATIONS, completion_window: '24h' } as const
      ids.unshift((await client.batches.create(asked)).id)
    }
    const page = await client.batches.list({ limit: 2 })
    expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    expect(page.has_more).toBe(true)
    const all = await Array.fromAsync(client.batches.list({ limit: 2 }))
    expect(all.map(({ id }) => id)).toEqual(ids)
  })
})
