import { currentOrigin } from '@contactsheet/telemetry'
import { answerFailure } from './answer-error.ts'
import { Failure } from './failure.ts'

/** The header by which the emulator owns up to its pictures. */
const SIMULATED_HEADER = 'x-contactsheet-simulated'

/** How long an address may take to say whether the emulator is there, in milliseconds. */
const LOOK_MS = 5_000

/** More than any answer without a picture has. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024

/** What is read of an answer that is an error: more than any says, and no more than a log can do with. */
const MAX_ERROR_BYTES = 256 * 1024

/**
 * Node's fetch for the SDKs, with what they lack. A redirect is an answer like any other: following one would make a second
 * call, and would hand a key that travels in a header of its own to whoever is named. Where the request has it be an error, it
 * is told of as an answer all the same. And an answer that is an error is
 * thrown here, as the same failure whichever SDK asked: they keep no more than a part of what it says. Where the call is part of
 * a trace, it says so.
 *
 * @throws Failure for an answer that is an error
 */
export async function fetchOnce(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const redirect = init.redirect === 'error' ? 'error' : 'manual'
  const headers = tracedHeaders(init.headers)
  const response = await fetch(input, { ...init, headers, redirect }).catch((error: unknown) => {
    throw isRedirect(error) ? answerFailure({ status: 302, body: '' }) : error
  })
  if (response.ok) return response
  const { status, headers: answered, body } = response
  throw answerFailure({
    status,
    body: await startOf(body),
    retryAfterMs: retryAfterMs(answered),
    requestId: answered.get('x-request-id') ?? undefined,
  })
}

/** The headers of a call, with its place in a trace if it is part of one (W3C Trace Context). */
function tracedHeaders(given: RequestInit['headers']): Headers {
  const headers = new Headers(given)
  const { traceparent, tracestate } = currentOrigin()
  if (traceparent !== undefined) headers.set('traceparent', traceparent)
  if (tracestate !== undefined) headers.set('tracestate', tracestate)
  return headers
}

/**
 * The same for answers that the SDK reads itself, cut off before they fill the memory.
 *
 * @throws Failure for an answer that is an error
 */
export async function guardedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetchOnce(input, init)
  if (response.body === null) return response
  return new Response(response.body.pipeThrough(limited(MAX_ANSWER_BYTES)), response)
}

/** Whether a fetch failed for an answer that is a redirect, where that is an error. */
function isRedirect(error: unknown): boolean {
  return error instanceof TypeError && error.cause instanceof Error && /redirect/.test(error.cause.message)
}

/** As much as came of a body, and is wanted. */
async function startOf(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk)
      bytes += chunk.byteLength
      if (bytes >= MAX_ERROR_BYTES) break
    }
  } catch {
    // What came before it broke off has to do.
  }
  return Buffer.concat(chunks).toString()
}

export function isSimulated(headers: Headers): boolean {
  return headers.get(SIMULATED_HEADER) === '1'
}

/** Whether the emulator is at an address: it owns up to every answer. One that does not answer is none. */
export async function isEmulatorAt(address: string, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)])
  try {
    const { headers } = await fetch(address, { method: 'HEAD', redirect: 'manual', signal: limit })
    return isSimulated(headers)
  } catch {
    signal.throwIfAborted()
    return false
  }
}

/** How long the answer asks to wait, in milliseconds: in `retry-after-ms`, or `retry-after` in seconds or as a date. */
export function retryAfterMs(headers: Headers | undefined): number | undefined {
  const milliseconds = headers?.get('retry-after-ms')
  if (milliseconds && isCount(milliseconds)) return Math.ceil(Number(milliseconds))
  const value = headers?.get('retry-after')
  if (!value) return undefined
  if (isCount(value)) return Math.ceil(Number(value) * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) || !value.endsWith(' GMT') ? undefined : Math.max(0, date - Date.now())
}

function isCount(value: string): boolean {
  return /^\d{1,9}(\.\d+)?$/.test(value)
}

function limited(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > maxBytes)
        controller.error(new Failure('bad_image', `the answer is larger than ${maxBytes} bytes`))
      else controller.enqueue(chunk)
    },
  })
}
