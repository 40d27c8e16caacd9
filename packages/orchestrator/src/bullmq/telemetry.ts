import { currentCarrier, type Origin, originInText } from '@contactsheet/telemetry'
import { type Job, SpanKind, type Telemetry } from 'bullmq'

type BullSpan = ReturnType<Telemetry['tracer']['startSpan']>

const NO_SPAN: BullSpan = {
  setSpanOnContext: (context: unknown) => context,
  setAttribute() {},
  setAttributes() {},
  addEvent() {},
  recordException() {},
  end() {},
}

/** Has every job carry the origin of what adds it, in the place that BullMQ has for traces, and makes no spans. */
export const carrying: Telemetry = {
  tracer: { startSpan: () => NO_SPAN },
  contextManager: {
    active: () => undefined,
    with: (_context, run) => run(),
    // An empty text is not kept.
    getMetadata: () => {
      const carrier = currentCarrier()
      return Object.keys(carrier).length === 0 ? '' : JSON.stringify(carrier)
    },
    fromMetadata: () => undefined,
  },
}

/**
 * BullMQ's own telemetry: a span for what is added and one for what is processed, in one trace. What it does in between (asking
 * for jobs, renewing locks) makes none: of an idle worker there would be nothing else. Loads OpenTelemetry: to be called where
 * traces are made.
 */
export async function bullTelemetry(): Promise<Telemetry> {
  const { BullMQOtel } = await import('bullmq-otel')
  const { tracer, contextManager } = new BullMQOtel({ tracerName: 'bullmq' })
  return {
    contextManager,
    tracer: {
      startSpan: (name, options, context) =>
        options?.kind === SpanKind.INTERNAL ? NO_SPAN : tracer.startSpan(name, options, context),
    },
  }
}

/** Where a job comes from, as whoever added it said. */
export function originOf({ opts }: Job): Origin {
  return originInText(opts.telemetry?.metadata)
}
