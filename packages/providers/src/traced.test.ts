import { KindError } from '@contactsheet/contract'
import { withOrigin } from '@contactsheet/telemetry'
import { afterEach, describe, expect, it, test } from 'vitest'
import { type Attributes, useTracer } from '../../telemetry/src/tracer.ts'
import { createProvider } from './create.ts'
import { answer, GOOGLE_MODEL, KEY, OPENAI_MODEL, PNG, plenty, serve } from './server.testing.ts'
import { traced } from './traced.ts'

const never = new AbortController().signal
const ANSWERS = {
  openai: { created: 1, data: [{ b64_json: PNG.toString('base64') }] },
  google: {
    candidates: [
      { content: { parts: [{ inlineData: { mimeType: 'image/png', data: PNG.toString('base64') } }] } },
    ],
  },
}
const MODELS = { openai: OPENAI_MODEL, google: GOOGLE_MODEL }
const ORIGIN = {
  requestId: 'order-4711',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  tracestate: 'vendor=opaque',
  attempt: { number: 2, id: 'order-4711.0000-00.2' },
}

/** The headers of a call to a provider. */
async function headersOf(name: 'openai' | 'google', references: Blob[] = []) {
  const { url, seen } = await serve(answer(200, ANSWERS[name]))
  const provider = createProvider(name, {
    apiKey: KEY,
    baseUrl: name === 'openai' ? `${url}/v1` : url,
    timeoutMs: 10_000,
  })
  await provider.generate({ prompt: 'a lighthouse', model: MODELS[name], references }, never, plenty)
  return seen[0]?.headers ?? {}
}

describe('a call that is part of a trace', () => {
  it.each(['openai', 'google'] as const)('says so to %s', async name => {
    const headers = await withOrigin(ORIGIN, () => headersOf(name))
    expect(headers).toMatchObject({ traceparent: ORIGIN.traceparent, tracestate: 'vendor=opaque' })
  })

  it('says so to OpenAI with pictures to go by too', async () => {
    const reference = new Blob([PNG], { type: 'image/png' })
    const headers = await withOrigin(ORIGIN, () => headersOf('openai', [reference]))
    expect(headers.traceparent).toBe(ORIGIN.traceparent)
  })
})

test('OpenAI is told the name of an attempt, for its support to find the call by', async () => {
  const headers = await withOrigin(ORIGIN, () => headersOf('openai'))
  expect(headers['x-client-request-id']).toBe('order-4711.0000-00.2')
})

test.each(['openai', 'google'] as const)(
  'a call that comes of nothing known tells %s nothing',
  async name => {
    const headers = await headersOf(name)
    for (const header of ['traceparent', 'tracestate', 'x-client-request-id'])
      expect(headers).not.toHaveProperty(header)
  },
)

describe('the span of a call', () => {
  const spans: { name: string; attributes: Attributes }[] = []
  const trace = () =>
    useTracer({
      async span(name, { attributes = {} }, run) {
        const told = { name, attributes: { ...attributes } }
        spans.push(told)
        return run({ set: more => Object.assign(told.attributes, more) })
      },
      position: () => ({}),
      goOn: (_origin, run) => run(),
      apart: run => run(),
    })
  afterEach(() => {
    useTracer(undefined)
    spans.length = 0
  })
  const request = { prompt: 'a lighthouse', model: OPENAI_MODEL }
  const asked = {
    'contactsheet.provider': 'openai',
    'contactsheet.attempt': 2,
    'gen_ai.operation.name': 'generate_image',
    'gen_ai.request.model': 'gpt-image-2',
  }

  it('says which model, which attempt, and what it took', async () => {
    trace()
    const usage = { textIn: 10, imageIn: 5, textOut: 3, imageOut: 400 }
    const picture = { bytes: PNG, contentType: 'image/png', simulated: false, usage } as const
    await withOrigin(ORIGIN, () => traced('openai', async () => picture)(request, never, plenty))
    expect(spans).toEqual([
      {
        name: 'generate_image gpt-image-2',
        attributes: {
          ...asked,
          'contactsheet.outcome': 'ok',
          'contactsheet.simulated': false,
          'contactsheet.picture.bytes': PNG.length,
          'gen_ai.usage.input_tokens': 15,
          'gen_ai.usage.output_tokens': 403,
        },
      },
    ])
  })

  it('says of one that failed which kind of failure it was', async () => {
    trace()
    const refuse = traced('openai', () => Promise.reject(new KindError('rejected', 'Refused: a lighthouse.')))
    await expect(withOrigin(ORIGIN, () => refuse(request, never, plenty))).rejects.toThrow('Refused')
    expect(spans.map(({ attributes }) => attributes)).toEqual([
      { ...asked, 'contactsheet.outcome': 'rejected' },
    ])
  })
})
