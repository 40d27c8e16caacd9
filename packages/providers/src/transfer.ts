import { ReadableStream } from 'node:stream/web'
import { type CallOptions, callError } from './call.ts'
import { Deadline } from './deadline.ts'

type Fetch = typeof globalThis.fetch

/** The same fetch. As long as pieces of a streamed body go, the deadline begins anew: a large file takes as long as it takes. */
export function restarting(deadline: Deadline, fetch: Fetch): Fetch {
  return (input, init) => {
    const { body } = init ?? {}
    if (!(body instanceof ReadableStream)) return fetch(input, init)
    return fetch(input, { ...init, body: ReadableStream.from(restartedBy(body, deadline)) } as RequestInit)
  }
}

/** The same body; as long as pieces of it come, the deadline begins anew. */
export async function* restartedBy(
  body: AsyncIterable<Uint8Array>,
  deadline: Deadline,
): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    deadline.restart()
    yield piece
  }
}

/**
 * What a transfer brings, under a deadline that stands still while nobody wants the next of it. As with `call`, which this is
 * for what comes in pieces.
 *
 * @param read makes the calls, and restarts the deadline whenever something comes
 * @throws KindError; the signal's reason
 */
export async function* transferred<T>(
  options: CallOptions,
  signal: AbortSignal,
  read: (deadline: Deadline) => AsyncIterable<T>,
): AsyncGenerator<T> {
  signal.throwIfAborted()
  const deadline = new Deadline(options.timeoutMs, signal)
  try {
    for await (const item of read(deadline)) {
      deadline.pause()
      yield item
      signal.throwIfAborted()
      deadline.restart()
    }
  } catch (error) {
    signal.throwIfAborted()
    throw callError(error, deadline.signal.aborted, options)
  } finally {
    deadline.close()
  }
}
