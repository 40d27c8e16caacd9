export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** A place in a trace. */
export interface Position {
  /** The span that work belongs to, as W3C Trace Context writes it. */
  traceparent?: string | undefined
  /** What tracing systems add to that. */
  tracestate?: string | undefined
}

/** A part of the work whose time is taken. */
export interface Span {
  /** Says what is known of it by now. Never text of a prompt, a key of the store, or a secret. */
  set(attributes: Attributes): void
}

export interface SpanOptions {
  attributes?: Attributes
  /** Whether it is a call to somebody else. */
  isCall?: boolean
}

/** What makes spans. There is none unless traces are sent somewhere. */
export interface Tracer {
  span<T>(name: string, options: SpanOptions, run: (span: Span) => Promise<T>): Promise<T>
  /** The span under way, as headers say it; empty if there is none. */
  position(): Position
  /** Runs something at a place in a trace, unless a span is under way. */
  goOn<T>(position: Position, run: () => T): T
  /** Runs something in no trace. */
  apart<T>(run: () => T): T
}

let active: Tracer | undefined

/** The tracer of this process. */
export function activeTracer(): Tracer | undefined {
  return active
}

/** Has all spans of this process from now on made by a tracer; undefined for none. */
export function useTracer(tracer: Tracer | undefined): void {
  active = tracer
}

const NO_SPAN: Span = { set() {} }

/** Runs a part of the work as a span of the trace under way, or of a new one. Where there are no traces it just runs. */
export function inSpan<T>(name: string, options: SpanOptions, run: (span: Span) => Promise<T>): Promise<T> {
  return active === undefined ? run(NO_SPAN) : active.span(name, options, run)
}

/** The same for what is of no interest by itself: where no span is under way it just runs. */
export function inInnerSpan<T>(
  name: string,
  options: SpanOptions,
  run: (span: Span) => Promise<T>,
): Promise<T> {
  return active?.position().traceparent === undefined ? run(NO_SPAN) : active.span(name, options, run)
}
