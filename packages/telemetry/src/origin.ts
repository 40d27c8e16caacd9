import { AsyncLocalStorage } from 'node:async_hooks'
import { activeTracer, type Position } from './tracer.ts'

/** Where work comes from: the request that asked for it, by the names its caller gave it. */
export interface Origin extends Position {
  /** Of `X-Request-Id`, the caller's or one of our own. */
  requestId?: string | undefined
  /** The attempt of a leaf that is under way. */
  attempt?: AttemptName | undefined
}

/** An attempt of a leaf, as others are told of it. */
interface AttemptName {
  /** Which it is of its leaf, from 1. */
  number: number
  /** `<request id>.<leafId>.<number>`, with the id of the batch where no request is known. */
  id: string
}

/** What goes from one process to the next: headers by their lower-case names. */
export type Carrier = Readonly<Record<string, string>>

const REQUEST_ID = 'x-request-id'

/** What fits into a header, a URI, a log line and an object's metadata as it is. */
const REQUEST_ID_PATTERN = /^[\w.:+=@/-]{1,128}$/

/** Of any version but ff, which means none. A later one may say more behind the flags. */
const TRACEPARENT_PATTERN =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{1,64})?$/

/** Whoever gets a longer one may drop it. */
const TRACESTATE_PATTERN = /^[ -~]{1,256}$/

const origins = new AsyncLocalStorage<Origin>()

/** The request id that a caller sent; undefined if it sent none, or none that can be used. */
export function requestIdIn(headers: Readonly<Record<string, unknown>>): string | undefined {
  return matching(headers[REQUEST_ID], REQUEST_ID_PATTERN)
}

/** What a carrier says, as far as it can be used. */
export function originIn(carrier: Readonly<Record<string, unknown>> = {}): Origin {
  const requestId = requestIdIn(carrier)
  const traceparent = matching(carrier.traceparent, TRACEPARENT_PATTERN)
  // Means nothing by itself.
  const tracestate = traceparent && matching(carrier.tracestate, TRACESTATE_PATTERN)
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(tracestate === undefined ? {} : { tracestate }),
  }
}

/** The same, written as JSON by an earlier process. What is no JSON says nothing. */
export function originInText(text: string | undefined): Origin {
  try {
    const carrier: unknown = JSON.parse(text ?? '{}')
    return typeof carrier === 'object' && carrier !== null ? originIn({ ...carrier }) : {}
  } catch {
    return {}
  }
}

/** The origin of what runs, for another process to go on with; empty if it has none. */
export function currentCarrier(): Carrier {
  const { requestId, traceparent, tracestate } = currentOrigin()
  return {
    ...(requestId === undefined ? {} : { [REQUEST_ID]: requestId }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(tracestate === undefined ? {} : { tracestate }),
  }
}

/** The origin of what runs. Where traces are made its span is the one under way. */
export function currentOrigin(): Origin {
  return { ...origins.getStore(), ...activeTracer()?.position() }
}

/** Id of the request that what runs comes of. */
export function currentRequestId(): string | undefined {
  return origins.getStore()?.requestId
}

/** Runs something that has an origin, with all that comes of it. A span that is under way stays what its spans belong to. */
export function withOrigin<T>(origin: Origin, run: () => T): T {
  return origins.run(origin, () => {
    const tracer = activeTracer()
    return tracer === undefined ? run() : tracer.goOn(origin, run)
  })
}

/** Runs something for nobody in particular, which is only started by what runs: a timer that others share. */
export function withoutOrigin<T>(run: () => T): T {
  return origins.run({}, () => activeTracer()?.apart(run) ?? run())
}

/** Keeps where this is called for callbacks of streams, which come from elsewhere. */
export function keepOrigin(): <T>(run: () => T) => T {
  return AsyncLocalStorage.snapshot()
}

/** Id of the trace that something belongs to. */
export function traceIdOf({ traceparent }: Origin): string | undefined {
  return traceparent?.split('-')[1]
}

function matching(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined
}
