import { Failure } from './failure.ts'
import { MAX_IMAGE_BYTES } from './image.ts'

/** The header by which the emulator owns up to its pictures. */
const SIMULATED_HEADER = 'x-contactsheet-simulated'

/** Room for the largest picture in base64, and as much again for the JSON around it. */
const MAX_ANSWER_BYTES = 2 * MAX_IMAGE_BYTES

/**
 * Node's fetch for the SDKs, with two limits they lack. An answer is cut off once it is too large, before it fills the
 * memory. And a redirect is an answer like any other: following one would make a second call, and would hand a key that
 * travels in a header of its own to whoever is named.
 */
export async function guardedFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' })
  if (response.body === null) return response
  return new Response(response.body.pipeThrough(limited(MAX_ANSWER_BYTES)), response)
}

export function isSimulated(headers: Headers): boolean {
  return headers.get(SIMULATED_HEADER) === '1'
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
