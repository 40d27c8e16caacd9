import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'

/**
 * Sends spans without what must not leave this process: the last fence, as for the log. Ours quote nobody. Those of libraries
 * do, in events (BullMQ puts what a job returned there) and in the messages of errors, which are left out as a whole.
 *
 * @param hide gives a text without the secrets in it
 */
export function fenced(exporter: SpanExporter, hide: (text: string) => string): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(
        spans.map(span => fencedSpan(span, hide)),
        done,
      ),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}

function fencedSpan(span: ReadableSpan, hide: (text: string) => string): ReadableSpan {
  const { attributes, status } = span
  const hidden = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === 'string' ? hide(value) : value,
  ])
  // The rest is the span's own, by getters.
  return Object.create(span, {
    attributes: { value: Object.fromEntries(hidden) },
    events: { value: [] },
    status: { value: { code: status.code } },
  })
}
