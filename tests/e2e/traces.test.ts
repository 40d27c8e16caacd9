import { readFile } from 'node:fs/promises'
import { batchViewSchema } from '@contactsheet/contract'
import { createEmulatorClient } from '@contactsheet/emulator'
import { beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { type System, type SystemOptions, startSystem } from '../support/system.ts'
import { type SentSpan, startTraceReceiver } from '../support/trace-receiver.ts'

/** What a caller sends that makes traces itself. */
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const CALLER = 'b7ad6b7169203331'
const HEADERS = {
  'content-type': 'application/json',
  'x-request-id': 'order-4711',
  traceparent: `00-${TRACE_ID}-${CALLER}-01`,
}
/** As pino numbers it. */
const WARN = 40

const PROMPT = 'A fox that nobody may read of'

async function systemWith(options: Partial<SystemOptions>): Promise<System> {
  const system = await startSystem({ queueUrl: inject('postgresUrl'), ...options })
  onTestFinished(() => system.stop())
  return system
}

/** Has a batch made of two leaves, and waits until it has settled. */
async function makeBatch(system: System) {
  // Which takes its time on a machine with much to do.
  await system.render?.platform.tasks()
  const answer = await fetch(`${system.url}/batches`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ prompts: [PROMPT], models: ['gpt-image-2', 'gemini-3-pro-image'] }),
  })
  expect(answer.status).toBe(202)
  const { id } = batchViewSchema
    .pick({ id: true })
    .loose()
    .parse(await answer.json())
  const view = await vi.waitFor(
    async () => {
      const view = batchViewSchema.parse(await (await fetch(`${system.url}/batches/${id}`)).json())
      expect(view.state).not.toMatch(/queued|running/)
      return view
    },
    { timeout: 30_000, interval: 200 },
  )
  // The batch's task, which ends last, has more to do than the batch waits for: spans to send, and a last word.
  const { render } = system
  if (render !== undefined)
    await vi.waitFor(
      () => expect(render.platform.processes.map(({ task }) => task)).toContain('generateBatch'),
      20_000,
    )
  return { answer, view }
}

/** The spans of the caller's trace that a system sent until it ended. */
async function traceOf(options: Partial<SystemOptions>) {
  const receiver = await startTraceReceiver()
  const system = await startSystem({
    queueUrl: inject('postgresUrl'),
    ...options,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
  })
  const stop = () => system.stop().finally(() => receiver.stop())
  const { answer, view } = await makeBatch(system).finally(stop)
  const spans = receiver.spans.filter(({ traceId }) => traceId === TRACE_ID)
  return { answer, view, spans, text: receiver.text() }
}

/** Names of what a span is part of, itself first. */
function pathOf(span: SentSpan | undefined, spans: readonly SentSpan[]): string[] {
  if (span === undefined) return []
  return [
    span.name,
    ...pathOf(
      spans.find(({ spanId }) => spanId === span.parentId),
      spans,
    ),
  ]
}

const named = (spans: readonly SentSpan[], name: string) => spans.filter(span => span.name === name)

describe('a trace', () => {
  let traced: Awaited<ReturnType<typeof traceOf>>
  beforeAll(async () => {
    traced = await traceOf({})
  }, 60_000)

  it("goes on the caller's, from the request through the queue to the upload of every leaf", () => {
    const { answer, view, spans, text } = traced
    expect(view.state).toBe('succeeded')
    expect(new Set(spans.map(({ service }) => service))).toEqual(
      new Set(['contactsheet-api', 'contactsheet-worker']),
    )
    const [post] = named(spans, 'POST /batches')
    expect(post?.parentId).toBe(CALLER)
    expect(answer.headers.get('traceparent')).toBe(`00-${TRACE_ID}-${post?.spanId}-01`)

    const leaves = named(spans, 'leaf')
    expect(leaves.map(({ attributes }) => attributes['contactsheet.leaf.id']).sort()).toEqual([
      '0000-00',
      '0000-01',
    ])
    expect(pathOf(named(spans, 'generate_image gpt-image-2')[0], spans)).toEqual([
      'generate_image gpt-image-2',
      'generate',
      'leaf',
      'process leaves-openai',
      'addBulk leaves-openai',
      'process batches',
      'add batches.batch',
      'POST /batches',
    ])
    for (const leaf of leaves) {
      const steps = spans.filter(({ parentId }) => parentId === leaf.spanId).map(({ name }) => name)
      expect(steps).toEqual(
        expect.arrayContaining(['reuse', 'generate', 'keep', 'compose', 'upload', 'record']),
      )
    }
    expect(text).not.toContain(PROMPT)
  })

  it('tells of calls to providers and to the store what they were about', () => {
    const { spans } = traced
    expect(named(spans, 'generate_image gemini-3-pro-image')[0]?.attributes).toMatchObject({
      'contactsheet.provider': 'google',
      'contactsheet.attempt': 1,
      'contactsheet.outcome': 'ok',
      'contactsheet.simulated': true,
      'gen_ai.request.model': 'gemini-3-pro-image',
    })
    const puts = named(spans, 'store put')
    const keeping = puts.find(span => pathOf(span, spans)[1] === 'keep')
    expect(keeping?.attributes).toMatchObject({
      'contactsheet.store.object': 'originals',
      'contactsheet.store.bytes': expect.any(Number),
    })
    expect(puts.map(span => pathOf(span, spans)[1])).toEqual(
      expect.arrayContaining(['POST /batches', 'keep', 'upload', 'record']),
    )
  })

  it('goes through tasks of Render Workflows all the same', async () => {
    const { view, spans } = await traceOf({ queueUrl: 'workflows' })
    expect(view.state).toBe('succeeded')
    expect(pathOf(named(spans, 'generate_image gpt-image-2')[0], spans)).toEqual([
      'generate_image gpt-image-2',
      'generate',
      'leaf',
      'batch',
      'POST /batches',
    ])
  }, 60_000)

  it('holds up nothing where nobody takes it: that is said once', async () => {
    const system = await systemWith({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' } })
    const { view } = await makeBatch(system)
    expect(view.state).toBe('succeeded')
    await system.workers[0]?.stop()
    const warnings = linesIn(await textOf(system.logs('worker'))).filter(({ level }) => level === WARN)
    expect(warnings.map(({ msg }) => msg)).toEqual([expect.stringMatching(/^traces cannot be sent/)])
  }, 60_000)
})

describe('a request id', () => {
  it.each([['postgres'], ['workflows']])(
    'comes back with the answer, and is in the one warning of a leaf that fails (%s)',
    async queue => {
      const system = await systemWith(queue === 'workflows' ? { queueUrl: 'workflows' } : {})
      const emulator = createEmulatorClient(system.emulatorUrl)
      await emulator.orderFaults([{ kind: 'moderation', model: 'gpt-image-2' }])
      const { answer, view } = await makeBatch(system)
      expect(answer.headers.get('x-request-id')).toBe('order-4711')
      expect(answer.headers.get('traceparent')).toBe(HEADERS.traceparent)
      expect(view.state).toBe('partial')
      const logged = async () =>
        system.render === undefined
          ? textOf(system.logs('worker'))
          : system.render.platform.processes.map(({ stderr }) => stderr).join('')
      const warnings = async () => linesIn(await logged()).filter(({ level }) => level === WARN)
      // What a process writes arrives when it likes.
      await expect.poll(warnings, { timeout: 20_000 }).toEqual([
        expect.objectContaining({
          msg: 'leaf failed',
          batchId: view.id,
          leafId: '0000-00',
          requestId: 'order-4711',
          traceId: TRACE_ID,
          kind: 'rejected',
          message: view.leaves[0]?.error?.message,
          model: 'gpt-image-2',
          provider: 'openai',
          attempt: 1,
          durationMs: expect.any(Number),
        }),
      ])
      expect(await logged()).not.toContain(PROMPT)
    },
    60_000,
  )
})

describe('OpenTelemetry', () => {
  const loaded = (text: string) =>
    linesIn(text).flatMap(({ loaded }) => (Array.isArray(loaded) ? loaded : [])) as string[]
  const watched = {
    NODE_OPTIONS: `--import ${new URL('../support/loaded-modules.mjs', import.meta.url).href}`,
  }

  it.each([
    [undefined, ['@opentelemetry/api']],
    [
      'http://127.0.0.1:1',
      expect.arrayContaining(['@opentelemetry/sdk-trace', 'bullmq-otel', '@fastify/otel']),
    ],
  ])(
    'is loaded only where traces are sent, but for what prom-client takes (%s)',
    async (endpoint, modules) => {
      const env = endpoint === undefined ? watched : { ...watched, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }
      const system = await systemWith({ env })
      await makeBatch(system)
      await Promise.all([system.api, ...system.workers].map(child => child.stop()))
      const files = [...system.logs('api'), ...system.logs('worker')]
      expect([...new Set(loaded(await textOf(files)))]).toEqual(modules)
    },
    60_000,
  )

  it('is not loaded by tasks of Render Workflows either', async () => {
    const system = await systemWith({ queueUrl: 'workflows', env: watched })
    await makeBatch(system)
    const said = () => (system.render?.platform.processes ?? []).map(({ stderr }) => stderr).join('')
    // A task says it with its last breath, a moment after its batch has settled.
    await expect
      .poll(() => linesIn(said()).filter(line => 'loaded' in line).length, { timeout: 30_000 })
      .toBeGreaterThan(2)
    expect(loaded(said())).toEqual([])
  }, 60_000)
})

async function textOf(files: string[]): Promise<string> {
  return (await Promise.all(files.map(file => readFile(file, 'utf8')))).join('')
}

/** Lines of a log. */
function linesIn(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter(line => /^\{.*\}$/.test(line))
    .map(line => JSON.parse(line))
}
