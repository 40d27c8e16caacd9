import { afterEach, describe, expect, it, vi } from 'vitest'
import { readEnv } from './env.ts'
import { createLogger } from './logger.ts'
import { isTraced, openTracing } from './tracing.ts'
import { tracingVariables } from './variables.ts'

const start = vi.hoisted(() => vi.fn())
vi.mock('@contactsheet/telemetry/otel', () => ({ startTracing: start }))
afterEach(() => start.mockReset())

const log = createLogger('test', 'silent')
const hide = (text: string) => text
const open = (env: Record<string, string>) =>
  openTracing('worker', { config: readEnv(tracingVariables, env), log, hide })
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }

describe('traces', () => {
  it.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, false],
    [ENDPOINT, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/v1/traces' }, true],
    [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }, false],
  ])('are made where they can be sent: %o', async (env, made) => {
    start.mockReturnValue('tracing')
    expect(isTraced(readEnv(tracingVariables, env))).toBe(made)
    expect(await open(env)).toBe(made ? 'tracing' : undefined)
  })

  it('are made by the standard variables', async () => {
    await open({
      ...ENDPOINT,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    })
    expect(start).toHaveBeenCalledWith(
      expect.objectContaining({
        service: 'contactsheet-worker',
        sampler: 'parentbased_traceidratio',
        ratio: 0.25,
      }),
    )
  })

  it('stop nobody where they cannot be made: that is said', async () => {
    start.mockImplementation(() => {
      throw new Error('no such certificate')
    })
    const warn = vi.spyOn(log, 'warn')
    expect(await open(ENDPOINT)).toBeUndefined()
    expect(warn).toHaveBeenCalledWith({ err: expect.any(Error) }, 'traces cannot be made')
  })

  it.each([
    ['OTEL_TRACES_SAMPLER', 'sometimes', /must be one of: always_on/],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5', /must be a number from 0 to 1/],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', /must be http\/protobuf/],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318', /must be a URL/],
  ])('are refused with the remedy where %s is %s', (name, value, message) => {
    expect(() => readEnv(tracingVariables, { [name]: value })).toThrow(message)
  })
})
