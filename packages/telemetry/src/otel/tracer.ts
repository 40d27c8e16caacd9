import {
  context,
  defaultTextMapSetter,
  type Tracer as OtelTracer,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import type { Tracer } from '../tracer.ts'

const headers = new W3CTraceContextPropagator()

/** Makes spans by OpenTelemetry. */
export function tracerOn(otel: OtelTracer): Tracer {
  return {
    span: (name, { attributes = {}, isCall = false }, run) =>
      otel.startActiveSpan(
        name,
        { attributes, kind: isCall ? SpanKind.CLIENT : SpanKind.INTERNAL },
        async span => {
          try {
            return await run({ set: more => span.setAttributes(more) })
          } catch (error) {
            // What an error says can quote others: the log has it.
            span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', typeOf(error))
            throw error
          } finally {
            span.end()
          }
        },
      ),
    position() {
      const carrier: { traceparent?: string; tracestate?: string } = {}
      headers.inject(context.active(), carrier, defaultTextMapSetter)
      return carrier
    },
    goOn(position, run) {
      if (trace.getActiveSpan() !== undefined) return run()
      return context.with(propagation.extract(context.active(), position), run)
    },
    apart: run => context.with(ROOT_CONTEXT, run),
  }
}

/** The kind of a failure in our own words, or what it is called elsewhere. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'kind' in error && typeof error.kind === 'string' ? error.kind : error.name
}
