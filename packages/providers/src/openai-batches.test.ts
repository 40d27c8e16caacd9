import { describe, expect, it } from 'vitest'
import { createProvider } from './create.ts'
import { beforeBegin, never, OPENAI, portAt, requestsOf, resultsAt, serveRoutes } from './jobs.testing.ts'
import type { ImageRequest } from './provider.ts'
import { answer, KEY, PNG, plenty } from './server.testing.ts'

const { model, upload, look, output, job } = OPENAI
const BASE64 = PNG.toString('base64')
const created = { [OPENAI.create]: answer(200, job('running')) }

async function submit(requests: [string, ImageRequest][]) {
  const { url, asked } = await serveRoutes({ ...upload, ...created })
  await (await portAt(OPENAI, url)).submit(
    { name: 'a-job', model, beforeBegin, requests: requestsOf(requests) },
    never,
  )
  const [sent, begun] = asked
  const headers = { 'content-type': String(sent?.headers['content-type']) }
  const form = await new Response(new Uint8Array(sent?.body ?? []), { headers }).formData()
  const file = form.get('file') as File
  return { form, file, lines: (await file.text()).split('\n'), begun: JSON.parse(String(begun?.body)) }
}

describe('a job of OpenAI', () => {
  it('has in each line what a call of its own sends, byte for byte', async () => {
    const single = await serveRoutes({
      'POST /v1/images/generations': answer(200, { data: [{ b64_json: BASE64 }] }),
    })
    const request = { prompt: 'a "lighthouse" é\n', model: { ...model, complexity: 'high' } } as ImageRequest
    await createProvider('openai', { apiKey: KEY, baseUrl: `${single.url}/v1`, timeoutMs: 5_000 }).generate(
      request,
      never,
      plenty,
    )
    const { form, file, lines, begun } = await submit([
      ['leaf-1', request],
      ['leaf-2', { ...request, prompt: 'a fox' }],
    ])
    const body = String(single.asked[0]?.body)
    const start = '{"custom_id":"leaf-1","method":"POST","url":"/v1/images/generations","body":'
    expect(lines[0]).toBe(`${start}${body}}`)
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ custom_id: 'leaf-2', body: { prompt: 'a fox' } })
    expect(lines.slice(2)).toEqual([''])
    expect(file.name).toBe('a-job.jsonl')
    expect(Object.fromEntries([...form].filter(([name]) => name !== 'file'))).toEqual({
      purpose: 'batch',
      'expires_after[anchor]': 'created_at',
      'expires_after[seconds]': '604800',
    })
    expect(begun).toEqual({
      input_file_id: 'file-in',
      endpoint: '/v1/images/generations',
      completion_window: '24h',
      metadata: { contactsheet: 'a-job' },
    })
  })

  it('has pictures to go by in its lines, as data URLs', async () => {
    const files = [PNG, Buffer.alloc(500_000, 'some picture')]
    const references = files.map(
      (bytes, place) => new Blob([new Uint8Array(bytes)], { type: ['image/png', 'image/webp'][place] ?? '' }),
    )
    const { lines, begun } = await submit([['leaf-1', { prompt: 'a fox', model, references }]])
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      custom_id: 'leaf-1',
      method: 'POST',
      url: '/v1/images/edits',
      body: {
        model: 'gpt-image-2',
        prompt: 'a fox',
        n: 1,
        size: '1216x640',
        quality: 'medium',
        output_format: 'jpeg',
        output_compression: 95,
        images: [
          { image_url: `data:image/png;base64,${BASE64}` },
          { image_url: `data:image/webp;base64,${files[1]?.toString('base64')}` },
        ],
      },
    })
    expect(begun.endpoint).toBe('/v1/images/edits')
  })

  it('is of one endpoint', async () => {
    const request = { prompt: 'a fox', model }
    const references = [new Blob([new Uint8Array(PNG)], { type: 'image/png' })]
    const mixed = submit([
      ['leaf-1', request],
      ['leaf-2', { ...request, references }],
    ])
    await expect(mixed).rejects.toMatchObject({ kind: 'internal' })
  })

  it.each([
    ['validating', 'running'],
    ['in_progress', 'running'],
    ['finalizing', 'running'],
    ['cancelling', 'running'],
    ['completed', 'completed'],
    ['expired', 'expired'],
    ['cancelled', 'canceled'],
  ])('that is %s is %s', async (status, state) => {
    const { url } = await serveRoutes({ [look]: answer(200, { ...job('completed'), status }) })
    const seen = await (await portAt(OPENAI, url)).look('batch_1', model, never)
    expect(seen).toEqual({ state, counts: { done: 2, failed: 1 } })
  })

  it.each([
    ['token_limit_exceeded', 'rate_limited', 'takes no more batch jobs of gpt-image-2 at the moment'],
    ['invalid_json_line', 'invalid', 'did not accept batch jobs of gpt-image-2 (invalid_json_line)'],
    ['billing_hard_limit_reached', 'quota', 'has no credit'],
  ])('that failed for %s tells it', async (code, kind, told) => {
    const errors = { object: 'list', data: [{ code, message: `too much, ${KEY}`, line: null }] }
    const failed = { ...job('running'), status: 'failed', errors, request_counts: undefined }
    const { url } = await serveRoutes({ [look]: answer(200, failed) })
    const seen = await (await portAt(OPENAI, url)).look('batch_1', model, never)
    expect(seen).toMatchObject({ state: 'failed', error: { kind, charge: undefined } })
    expect(seen.counts).toBeUndefined()
    expect(seen.error?.message).toContain(told)
    expect(seen.error?.detail).toContain('too much, [redacted]')
  })

  it('that ran out of time brings what was done, and tells of what was not', async () => {
    const expired = { ...job('completed'), status: 'expired', error_file_id: 'file-errors' }
    const late = (custom_id: string, code: string) =>
      JSON.stringify({
        custom_id,
        response: null,
        error: { code, message: 'This request could not be executed.' },
      })
    const { url } = await serveRoutes({
      [look]: answer(200, expired),
      [output]: answer(200, OPENAI.line('leaf-1', PNG)),
      'GET /v1/files/file-errors/content': answer(
        200,
        [
          late('leaf-2', 'batch_expired'),
          late('leaf-3', 'batch_cancelled'),
          late('leaf-4', 'server_error'),
          OPENAI.refused('leaf-5', 400),
        ].join('\n'),
      ),
    })
    expect(await Array.fromAsync(resultsAt(OPENAI, await portAt(OPENAI, url)))).toMatchObject([
      { id: 'leaf-1', picture: { bytes: PNG } },
      {
        id: 'leaf-2',
        error: {
          kind: 'timeout',
          charge: undefined,
          message: expect.stringContaining(
            'OpenAI did not get to this image with gpt-image-2 within the time',
          ),
        },
      },
      { id: 'leaf-4', error: { kind: 'unavailable', charge: undefined } },
      {
        id: 'leaf-5',
        error: { kind: 'invalid', status: 400, detail: expect.stringContaining('req-leaf-5') },
      },
    ])
  })

  it('brings the tokens of a picture', async () => {
    const usage = {
      input_tokens_details: { text_tokens: 10, image_tokens: 0 },
      output_tokens: 2_000,
    }
    const response = { status_code: 200, body: { data: [{ b64_json: BASE64 }], usage } }
    const { url } = await serveRoutes({
      [look]: answer(200, job('completed')),
      [output]: answer(200, JSON.stringify({ custom_id: 'leaf-1', response })),
    })
    expect(await Array.fromAsync(resultsAt(OPENAI, await portAt(OPENAI, url)))).toMatchObject([
      { picture: { usage: { textIn: 10, imageIn: 0, textOut: 0, imageOut: 2_000 } } },
    ])
  })
})
