import { KindError } from '@contactsheet/contract'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startTraceReceiver } from '../../../../tests/support/trace-receiver.ts'
import { currentOrigin, withOrigin, withoutOrigin } from '../origin.ts'
import { inInnerSpan, inSpan } from '../tracer.ts'
import { startTracing, type TracingOptions } from './start.ts'

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const CALLER = 'b7ad6b7169203331'
const origin = { requestId: 'order-4711', traceparent: `00-${TRACE_ID}-${CALLER}-01` }

/** Makes traces while something runs. */
async function traced(run: () => unknown, options: Partial<TracingOptions> = {}, endpoint?: string) {
  const receiver = await startTraceReceiver()
  onTestFinished(() => receiver.stop())
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint ?? receiver.url)
  onTestFinished(() => void vi.unstubAllEnvs())
  const lost: string[] = []
  const tracing = startTracing({
    service: 'contactsheet-test',
    sampler: 'parentbased_always_on',
    ratio: 1,
    hide: text => text,
    onLost: reason => lost.push(reason),
    ...options,
  })
  try {
    await run()
  } finally {
    await tracing.close()
  }
  return { spans: receiver.spans, text: receiver.text(), lost }
}

const nothing = async () => {}

describe('spans', () => {
  it("belong to the caller's trace, each to the one that it is part of", async () => {
    const { spans } = await traced(() =>
      withOrigin(origin, () =>
        inSpan('leaf', { attributes: { 'contactsheet.attempt': 2 } }, span => {
          span.set({ 'contactsheet.simulated': true })
          return inSpan('generate', {}, nothing)
        }),
      ),
    )
    const [generate, leaf] = spans
    expect(leaf).toMatchObject({
      name: 'leaf',
      traceId: TRACE_ID,
      parentId: CALLER,
      service: 'contactsheet-test',
      attributes: { 'contactsheet.attempt': 2, 'contactsheet.simulated': true },
      isError: false,
    })
    expect(generate).toMatchObject({ name: 'generate', traceId: TRACE_ID, parentId: leaf?.spanId })
  })

  it('tell others where they are, in place of where work came from', async () => {
    let told: ReturnType<typeof currentOrigin> = {}
    const { spans } = await traced(() =>
      withOrigin(origin, () =>
        inSpan('leaf', {}, async () => {
          told = currentOrigin()
        }),
      ),
    )
    expect(told).toEqual({ requestId: 'order-4711', traceparent: `00-${TRACE_ID}-${spans[0]?.spanId}-01` })
  })

  it('say of what failed which kind it was, and nothing that an error says', async () => {
    const failing = inSpan.bind(undefined, 'generate', {}, async () => {
      throw new KindError('rejected', 'Refused: a fox.')
    })
    const { spans, text } = await traced(() => expect(failing()).rejects.toThrow('Refused'))
    expect(spans).toEqual([
      expect.objectContaining({ isError: true, attributes: { 'error.type': 'rejected' } }),
    ])
    expect(text).not.toContain('fox')
  })

  it('are without the secrets that somebody put there', async () => {
    const { text } = await traced(
      () => inSpan('leaf', { attributes: { quoted: 'the key is sk-secret' } }, nothing),
      { hide: given => given.replaceAll('sk-secret', '[redacted]') },
    )
    expect(text).toContain('the key is [redacted]')
    expect(text).not.toContain('sk-secret')
  })

  it('are made of what is of interest as a part of something alone', async () => {
    const { spans } = await traced(async () => {
      await inInnerSpan('store get', {}, nothing)
      await inSpan('leaf', {}, () => inInnerSpan('store get', {}, nothing))
      await inSpan('request', {}, () => withoutOrigin(() => inInnerSpan('store list', {}, nothing)))
    })
    expect(spans.map(({ name }) => name)).toEqual(['store get', 'leaf', 'request'])
  })

  it.each([
    ['always_on', '00', ['leaf']],
    ['always_off', '01', []],
    ['parentbased_always_on', '00', []],
    ['parentbased_always_off', '01', ['leaf']],
    ['traceidratio', '01', []],
  ] as const)('are kept as %s says, of a caller whose flags are %s', async (sampler, flags, names) => {
    const { spans } = await traced(
      () =>
        withOrigin({ traceparent: `00-${TRACE_ID}-${CALLER}-${flags}` }, () => inSpan('leaf', {}, nothing)),
      { sampler, ratio: 0 },
    )
    expect(spans.map(({ name }) => name)).toEqual([...names])
  })
})

describe('a receiver that is away', () => {
  it('is told of once, and holds up the end of a process for seconds at most', async () => {
    const { lost } = await traced(
      () => Promise.all([inSpan('a', {}, nothing), inSpan('b', {}, nothing)]),
      {},
      'http://127.0.0.1:1',
    )
    expect(lost).toHaveLength(1)
  })
})
