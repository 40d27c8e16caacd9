import { describe, expect, it } from 'vitest'
import { createProvider } from './create.ts'
import {
  beforeBegin,
  GOOGLE,
  never,
  pictureOf,
  portAt,
  requestsOf,
  resultsAt,
  serveRoutes,
} from './jobs.testing.ts'
import type { ImageRequest } from './provider.ts'
import { answer, KEY, PNG, plenty } from './server.testing.ts'

const { model, upload, look, output, job } = GOOGLE
const created = { [GOOGLE.create]: answer(200, job('running')) }

async function submit(requests: [string, ImageRequest][]) {
  const { url, asked, calls } = await serveRoutes({ ...upload, ...created })
  await (await portAt(GOOGLE, url)).submit(
    { name: 'a-job', model, beforeBegin, requests: requestsOf(requests) },
    never,
  )
  const chunks = asked.filter(({ path }) => path.startsWith('/upload/session'))
  const lines = Buffer.concat(chunks.map(({ body }) => body))
    .toString()
    .split('\n')
  return { asked, calls: calls(), lines, chunks }
}

/** A job in a state, as its operation. */
function operation(state: string, more: object = {}) {
  return { name: 'batches/b1', metadata: { state, createTime: '2026-11-26T10:00:00.123456Z' }, ...more }
}

describe('a job of Gemini', () => {
  it.each([
    ['without pictures to go by', []],
    ['with pictures to go by', [PNG, pictureOf(500_000)]],
  ])('%s has in each line what a call of its own sends, byte for byte', async (_how, files) => {
    const references = files.map(bytes => new Blob([new Uint8Array(bytes)], { type: 'image/png' }))
    const parts = [{ inlineData: { data: PNG.toString('base64') } }]
    const single = await serveRoutes({
      'POST /v1/models/gemini-3-pro-image:generateContent': answer(200, {
        candidates: [{ content: { parts } }],
      }),
    })
    const request = { prompt: 'a "lighthouse" é\n', model, references }
    await createProvider('google', { apiKey: KEY, baseUrl: single.url, timeoutMs: 5_000 }).generate(
      request,
      never,
      plenty,
    )
    const { lines } = await submit([
      ['leaf-1', request],
      ['leaf-2', { ...request, prompt: 'a fox' }],
    ])
    const isSame = lines[0] === `{"key":"leaf-1","request":${String(single.asked[0]?.body)}}`
    expect(isSame, lines[0]?.slice(0, 200)).toBe(true)
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ key: 'leaf-2' })
    expect(lines.slice(2)).toEqual([''])
  })

  it('is sent in pieces and made of a file, and its key is in no address', async () => {
    const references = [new Blob([pictureOf(12_000_000)], { type: 'image/png' })]
    const { asked, calls, chunks } = await submit([['leaf-1', { prompt: 'a fox', model, references }]])
    expect(chunks.map(({ headers }) => headers['x-goog-upload-command'])).toEqual([
      'upload',
      'upload, finalize',
    ])
    expect(calls[0]).toBe('POST /upload/v1beta/files')
    expect(JSON.parse(String(asked[0]?.body))).toMatchObject({
      file: { displayName: 'a-job', mimeType: 'application/jsonl' },
    })
    expect(JSON.parse(String(asked.at(-1)?.body))).toEqual({
      batch: { displayName: 'a-job', inputConfig: { fileName: 'files/in' } },
    })
    expect(calls.join()).not.toContain(KEY)
    expect(new Set(asked.map(({ headers }) => headers['x-goog-api-key']))).toEqual(new Set([KEY]))
  })

  it('is not made where the upload is not answered as it should be', async () => {
    const { url } = await serveRoutes({ 'POST /upload/v1beta/files': answer(200, {}), ...created })
    const requests = requestsOf([['leaf-1', { prompt: 'a fox', model }]])
    const submitted = (await portAt(GOOGLE, url)).submit(
      { name: 'a-job', model, beforeBegin, requests },
      never,
    )
    await expect(submitted).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it.each([
    ['BATCH_STATE_PENDING', 'running'],
    ['BATCH_STATE_RUNNING', 'running'],
    ['BATCH_STATE_PAUSED', 'running'],
    ['JOB_STATE_CANCELLING', 'running'],
    ['BATCH_STATE_SUCCEEDED', 'completed'],
    ['JOB_STATE_PARTIALLY_SUCCEEDED', 'completed'],
    ['BATCH_STATE_CANCELLED', 'canceled'],
    ['BATCH_STATE_EXPIRED', 'expired'],
  ])('that is %s is %s', async (state, seen) => {
    const { url } = await serveRoutes({ [look]: answer(200, operation(state)) })
    expect(await (await portAt(GOOGLE, url)).look('batches/b1', model, never)).toEqual({ state: seen })
  })

  it('that is done is so whatever its state is called', async () => {
    const failed = operation('', { done: true, error: { code: 13 } })
    const { url } = await serveRoutes({
      [look]: answer(200, { name: 'batches/b1', done: true }),
      'GET /v1beta/batches/b2': answer(200, failed),
    })
    const port = await portAt(GOOGLE, url)
    expect(await port.look('batches/b1', model, never)).toEqual({ state: 'completed' })
    expect(await port.look('batches/b2', model, never)).toMatchObject({ state: 'failed' })
  })

  it.each([
    ['RESOURCE_EXHAUSTED', 8, 'rate_limited', 'takes no more batch jobs of gemini-3-pro-image'],
    ['INVALID_ARGUMENT', 3, 'invalid', 'did not accept batch jobs of gemini-3-pro-image (INVALID_ARGUMENT)'],
    ['PERMISSION_DENIED', 7, 'auth', 'may not use the batch API'],
    ['INTERNAL', 13, 'unavailable', 'broke down'],
  ])('that failed for %s tells it', async (status, code, kind, told) => {
    const error = { code, status, message: `no, ${KEY}` }
    const { url } = await serveRoutes({ [look]: answer(200, operation('BATCH_STATE_FAILED', { error })) })
    const seen = await (await portAt(GOOGLE, url)).look('batches/b1', model, never)
    expect(seen).toMatchObject({ state: 'failed', error: { kind, charge: undefined } })
    expect(seen.error?.message).toContain(told)
    expect(seen.error?.detail).toContain('no, [redacted]')
  })

  it('has errors with the codes of an RPC in its results, and leaves out what was canceled', async () => {
    const refusal = { candidates: [{ finishReason: 'IMAGE_SAFETY' }] }
    const { url } = await serveRoutes({
      [look]: answer(200, job('completed')),
      [output]: answer(
        200,
        [
          GOOGLE.refused('leaf-1', 3),
          GOOGLE.refused('leaf-2', 14),
          GOOGLE.refused('leaf-3', 1),
          JSON.stringify({ response: refusal, key: 'leaf-4' }),
          JSON.stringify({ key: 'leaf-5' }),
        ].join('\n'),
      ),
    })
    expect(await Array.fromAsync(resultsAt(GOOGLE, await portAt(GOOGLE, url)))).toMatchObject([
      { id: 'leaf-1', error: { kind: 'invalid', status: 400 } },
      { id: 'leaf-2', error: { kind: 'unavailable', status: 503 } },
      { id: 'leaf-4', error: { kind: 'rejected', message: expect.stringContaining('IMAGE_SAFETY') } },
      { id: 'leaf-5', error: { kind: 'bad_image', charge: { usd: 0.02, speed: 'economy' } } },
    ])
  })

  it('gives the id of a line that is too large also where it comes last', async () => {
    const { key, response } = JSON.parse(GOOGLE.line('leaf-1', pictureOf(40_000_000)))
    const { url } = await serveRoutes({
      [look]: answer(200, job('completed')),
      [output]: answer(200, JSON.stringify({ response, key })),
    })
    const results = await Array.fromAsync(resultsAt(GOOGLE, await portAt(GOOGLE, url)))
    expect(results).toMatchObject([{ id: 'leaf-1', error: { kind: 'bad_image' } }])
  })

  it('has its results fetched with the key in a header, and from no other place', async () => {
    const { url, asked } = await serveRoutes({
      [look]: answer(200, job('completed')),
      [output]: answer(200, GOOGLE.line('leaf-1', PNG)),
      'GET /v1beta/batches/b2': answer(
        200,
        operation('BATCH_STATE_SUCCEEDED', { metadata: { output: { responsesFile: 'files/../x?y' } } }),
      ),
    })
    const port = await portAt(GOOGLE, url)
    await Array.fromAsync(resultsAt(GOOGLE, port))
    expect(asked.at(-1)).toMatchObject({
      path: '/download/v1beta/files/batch-out:download?alt=media',
      headers: { 'x-goog-api-key': KEY, 'accept-encoding': 'identity' },
    })
    expect(await Array.fromAsync(port.results('batches/b2', () => model, plenty, never))).toEqual([])
    expect(asked).toHaveLength(3)
  })
})
