import { fetchOnce, guardedFetch } from './http.ts'

type Fetch = typeof globalThis.fetch

/**
 * Has an SDK make one call, and gives its answer, whose body nobody has read: SDKs hold all of it as text, and drop what they do
 * not know.
 *
 * @param call makes the call with the fetch it is given; what it returns counts for nothing
 * @param fetch makes the call that the SDK asks for
 * @throws Failure for an answer that is an error
 */
export async function responseTo(
  call: (fetch: Fetch) => Promise<unknown>,
  signal: AbortSignal,
  fetch: Fetch = fetchOnce,
): Promise<Response> {
  let response: Response | undefined
  await call(async (input, init) => {
    // The SDK's own signal ends with its timeout, which goes on while the answer waits for room.
    response = await fetch(input, { ...init, headers: plain(init?.headers), signal })
    return Response.json({})
  })
  if (response === undefined) throw new Error('the SDK made no call')
  return response
}

/** The same headers, and the wish for an answer that is not compressed: a picture gets no smaller, and takes longer to read. */
function plain(headers: RequestInit['headers']): Headers {
  const plainly = new Headers(headers)
  plainly.set('accept-encoding', 'identity')
  return plainly
}

/** The same for an answer of some length at most, read as JSON: all of what the SDK may drop a part of, or take for a blank. */
export async function jsonTo(
  call: (fetch: Fetch) => Promise<unknown>,
  signal: AbortSignal,
): Promise<unknown> {
  return (await responseTo(call, signal, guardedFetch)).json()
}

/** The same for an answer that says nothing but that it was done. */
export async function doneBy(call: (fetch: Fetch) => Promise<unknown>, signal: AbortSignal): Promise<void> {
  const { body } = await responseTo(call, signal)
  await body?.cancel()
}
