import type { Attributes } from '@opentelemetry/api'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'

/**
 * Sends spans with all text in them changed: the last fence, as for the log. Ours quote nobody; those of libraries have the
 * messages of errors.
 *
 * @param hide gives a text without what must not leave this process
 */
export function hiding(exporter: SpanExporter, hide: (text: string) => string): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(
        spans.map(span => hidden(span, hide)),
        done,
      ),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}

function hidden(span: ReadableSpan, hide: (text: string) => string): ReadableSpan {
  const { message } = span.status
  const attributes = (given: Attributes = {}): Attributes =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? hide(value) : value]),
    )
  // What is not named here comes from the span itself, whose other properties are getters.
  return Object.create(span, {
    attributes: { value: attributes(span.attributes) },
    events: {
      value: span.events.map(event => ({ ...event, attributes: attributes(event.attributes) })),
    },
    status: { value: { ...span.status, ...(message === undefined ? {} : { message: hide(message) }) } },
  })
}
