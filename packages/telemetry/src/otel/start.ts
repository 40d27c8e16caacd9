import { setTimeout as sleep } from 'node:timers/promises'
import { context, DiagLogLevel, diag, propagation, type TextMapPropagator, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { currentRequestId } from '../origin.ts'
import { useTracer } from '../tracer.ts'
import { fenced } from './fence.ts'
import { type SamplerName, samplerOf } from './sampler.ts'
import { tracerOn } from './tracer.ts'

export interface TracingOptions {
  /** What traces call this process, unless OTEL_SERVICE_NAME does. */
  service: string
  sampler: SamplerName
  /** Of the traces that are kept, from 0 to 1. */
  ratio: number
  /** Gives a text without the secrets in it. */
  hide: (text: string) => string
  /** Hears, once, that spans could not be sent. */
  onLost: (reason: string) => void
}

/** Spans of this process on their way to whoever collects them. */
export interface Tracing {
  /** Sends what has not been sent, and makes no more. Takes no longer than some seconds, whoever is away. */
  close(): Promise<void>
}

/** Characters of a reason that are told: it can have a stack in it. */
const MOST_TOLD = 300

/** Spans that wait to be sent: of some three hundred leaves that end at the same moment. Any more are dropped. */
const MOST_WAITING = 8_192

/** Longest that the end of a process waits for spans to be sent, in milliseconds. */
const CLOSE_MS = 3_000

/**
 * Has spans made from now on, and sends them by OTLP to where the standard variables (OTEL_EXPORTER_OTLP_ENDPOINT and those
 * beside it) say. What cannot be sent is dropped: nothing waits for it.
 */
export function startTracing({ service, sampler, ratio, hide, onLost }: TracingOptions): Tracing {
  let isTold = false
  const tell = (...said: unknown[]) => {
    if (isTold) return
    isTold = true
    onLost(hide(said.map(String).join(' ')).slice(0, MOST_TOLD))
  }
  const ignore = () => {}
  const logger = { error: tell, warn: ignore, info: ignore, debug: ignore, verbose: ignore }
  diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), requestIds] }),
  )
  const exporter = fenced(new OTLPTraceExporter(), hide)
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': service, 'process.pid': process.pid }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(sampler, ratio),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: MOST_WAITING })],
  })
  trace.setGlobalTracerProvider(provider)
  useTracer(tracerOn(provider.getTracer('contactsheet')))
  return {
    async close() {
      useTracer(undefined)
      const isLost = await Promise.race([
        provider.shutdown().then(() => false, tell),
        sleep(CLOSE_MS, true, { ref: false }),
      ])
      if (isLost === true) tell(`nobody took them within ${CLOSE_MS} ms`)
      for (const part of [trace, propagation, context, diag]) part.disable()
    },
  }
}

/** Sends the request id along wherever a trace goes on: BullMQ keeps both with a job. */
const requestIds: TextMapPropagator = {
  inject(_context, carrier, setter) {
    const requestId = currentRequestId()
    if (requestId !== undefined) setter.set(carrier, 'x-request-id', requestId)
  },
  extract: given => given,
  fields: () => ['x-request-id'],
}
