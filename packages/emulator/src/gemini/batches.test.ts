import type { GoogleGenAI } from '@google/genai/web'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEmulatorClient, type EmulatorClient } from '../client.ts'
import { geminiLine, geminiOf, jsonLines } from '../jobs/jobs.testing.ts'
import { type RunningEmulator, startEmulator } from '../start.ts'

/** How long jobs take, by a clock that tests turn. */
const TAKES_MS = 60_000
const MODEL = 'gemini-3-pro-image'
const KEY = { 'x-goog-api-key': 'none' }

let emulator: RunningEmulator
let control: EmulatorClient
let client: GoogleGenAI

beforeAll(async () => {
  emulator = await startEmulator({
    seed: 1,
    latency: { minMs: 0, maxMs: 0 },
    jobLatency: { minMs: TAKES_MS, maxMs: TAKES_MS },
    pictures: 'flat',
  })
  control = createEmulatorClient(emulator.url)
  client = geminiOf(emulator)
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await control.clearFaults()
  await control.forgetCalls()
  await control.forgetJobs()
})
afterEach(() => void vi.useRealTimers())
afterAll(() => emulator.close())

const upload = async (text: string) => {
  const config = { mimeType: 'application/jsonl', displayName: 'in.jsonl' }
  return client.files.upload({ file: new Blob([text]), config })
}

const begin = async (text: string, model = MODEL) => {
  const { name: fileName = '' } = await upload(text)
  const { name = '', ...job } = await client.batches.create({
    model,
    src: { fileName },
    config: { displayName: 'it' },
  })
  return { name, ...job }
}

const download = (file: string | undefined) =>
  fetch(`${emulator.url}/download/v1beta/${file}:download?alt=media`, { headers: KEY })

const resultsOf = async (name: string) => {
  const { dest } = await client.batches.get({ name })
  const text = await (await download(dest?.fileName)).text()
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
}

describe('a file of Gemini', () => {
  it('comes in parts, back as it was sent, and is told of', async () => {
    // The SDK sends 8 MB at a time.
    const text = 'some line of a job\n'.repeat(1_000_000)
    const file = await upload(text)
    expect(file).toMatchObject({
      name: expect.stringMatching(/^files\//),
      displayName: 'in.jsonl',
      sizeBytes: String(text.length),
      state: 'ACTIVE',
    })
    const { name = '' } = file
    expect(await client.files.get({ name })).toMatchObject({ name, sizeBytes: file.sizeBytes })
    const response = await download(name)
    expect(response.headers.get('x-contactsheet-simulated')).toBe('1')
    expect((await response.text()) === text).toBe(true)
    await client.files.delete({ name })
    await expect(client.files.get({ name })).rejects.toMatchObject({ status: 403 })
  })

  const start = async () => {
    const started = await fetch(`${emulator.url}/upload/v1beta/files`, {
      method: 'POST',
      headers: { ...KEY, 'x-goog-upload-protocol': 'resumable', 'x-goog-upload-command': 'start' },
      body: JSON.stringify({ file: { displayName: 'in.jsonl' } }),
    })
    return started.headers.get('x-goog-upload-url') ?? ''
  }
  const send = (url: string, command: string, offset: number, body: BodyInit) =>
    fetch(url, {
      method: 'POST',
      headers: { ...KEY, 'x-goog-upload-command': command, 'x-goog-upload-offset': String(offset) },
      body,
      duplex: 'half',
    } as RequestInit)

  it('may be sent in parts of unknown length, and a part again that broke off', async () => {
    const url = await start()
    const streamed = (text: string) => new Blob([text]).stream()
    expect((await send(url, 'upload', 0, streamed('one, '))).status).toBe(200)
    const broken = new ReadableStream<Uint8Array>({
      start: controller => controller.enqueue(new TextEncoder().encode('lost')),
      pull: () => {
        throw new Error('the sender is gone')
      },
    })
    await expect(send(url, 'upload', 5, broken)).rejects.toThrow()
    expect((await send(url, 'upload', 5, streamed('two, '))).status).toBe(200)
    const last = await send(url, 'upload, finalize', 10, streamed('three'))
    expect(last.headers.get('x-goog-upload-status')).toBe('final')
    const { file } = (await last.json()) as { file: { name: string; sizeBytes: string } }
    expect(file.sizeBytes).toBe('15')
    expect(await (await download(file.name)).text()).toBe('one, two, three')
  })

  it('is not taken from where it does not go on', async () => {
    expect((await send(await start(), 'upload, finalize', 3, 'x')).status).toBe(400)
    const nowhere = `${emulator.url}/upload/v1beta/files?upload_id=none`
    expect((await send(nowhere, 'upload, finalize', 0, 'x')).status).toBe(400)
  })

  it('wants a key', async () => {
    expect((await fetch(`${emulator.url}/v1beta/files`)).status).toBe(403)
  })
})

describe('a job of Gemini', () => {
  const fine = jsonLines([geminiLine('leaf-1', 'a fox')])

  it('waits, runs and is completed', async () => {
    const { name, ...job } = await begin(fine)
    expect(name).toMatch(/^batches\//)
    expect(job).toMatchObject({ state: 'JOB_STATE_PENDING', displayName: 'it', model: `models/${MODEL}` })
    expect(job.dest).toBeUndefined()
    expect((await client.batches.get({ name })).state).toBe('JOB_STATE_RUNNING')
    vi.advanceTimersByTime(TAKES_MS)
    const ended = await client.batches.get({ name })
    expect(ended).toMatchObject({
      state: 'JOB_STATE_SUCCEEDED',
      dest: { fileName: expect.stringMatching(/^files\/batch-/) },
    })
    expect(Date.parse(ended.endTime ?? '') - Date.parse(ended.createTime ?? '')).toBe(TAKES_MS)
  })

  it('answers each line as a call of its own is answered', async () => {
    const { request } = geminiLine('leaf-1', 'a fox')
    const single = await fetch(`${emulator.url}/v1beta/models/${MODEL}:generateContent`, {
      method: 'POST',
      headers: { ...KEY, 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    const answer = (await single.json()) as object
    const { name } = await begin(fine)
    vi.advanceTimersByTime(TAKES_MS)
    const response = { ...answer, responseId: expect.any(String) }
    expect(await resultsOf(name)).toEqual([{ key: 'leaf-1', response }])
  })

  it('has refusals of the model among its answers, and requests that are invalid as errors', async () => {
    await control.orderFaults([{ kind: 'moderation', prompt: 'refused' }])
    const wrong = { key: 'wrong', request: { contents: [] } }
    const { name } = await begin(jsonLines([geminiLine('refused', 'a refused fox'), wrong]))
    vi.advanceTimersByTime(TAKES_MS)
    const results = await resultsOf(name)
    expect(results.toSorted((a, b) => a.key.localeCompare(b.key))).toMatchObject([
      { key: 'refused', response: { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } } },
      { key: 'wrong', error: { code: 400, status: 'INVALID_ARGUMENT' } },
    ])
    expect((await control.calls()).calls).toBe(1)
  })

  it.each([
    ['a line that is no JSON', `${fine}\n{"key":`, 'Line 2'],
    ['a line without a request', '{"key":"leaf-1"}', 'Line 1'],
    ['no lines', '\n', 'no lines'],
  ])('fails for %s', async (_what, text, message) => {
    const { name, state } = await begin(text)
    expect(state).toBe('JOB_STATE_PENDING')
    const failed = await client.batches.get({ name })
    expect(failed.state).toBe('JOB_STATE_FAILED')
    expect(failed.dest).toBeUndefined()
    const told = await fetch(`${emulator.url}/v1beta/${name}`, { headers: KEY })
    expect(await told.json()).toMatchObject({
      done: true,
      error: { code: 3, message: expect.stringContaining(message) },
    })
  })

  it.each(['gemini-9-image', 'gpt-image-2'])('is not made for %s', async model => {
    await expect(begin(fine, model)).rejects.toMatchObject({ status: 404 })
  })

  it('is listed page by page until it is deleted', async () => {
    const names: string[] = []
    for (let job = 0; job < 5; job++) names.unshift((await begin(fine)).name)
    const listed = async () =>
      (await Array.fromAsync(await client.batches.list({ config: { pageSize: 2 } }))).map(({ name }) => name)
    expect(await listed()).toEqual(names)
    const [newest = '', ...others] = names
    await client.batches.delete({ name: newest })
    expect(await listed()).toEqual(others)
    await expect(client.batches.get({ name: newest })).rejects.toMatchObject({ status: 404 })
    expect((await control.jobs()).jobs).toHaveLength(5)
  })

  it('is canceled', async () => {
    const { name } = await begin(fine)
    await client.batches.cancel({ name })
    expect((await client.batches.get({ name })).state).toBe('JOB_STATE_CANCELLED')
    await expect(client.batches.cancel({ name: 'batches/none' })).rejects.toMatchObject({ status: 404 })
  })
})
