import { constants } from 'node:os'

/** Somebody asked a command to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly exitCode: number

  constructor(reason: string, exitCode: number) {
    super(reason)
    this.exitCode = exitCode
  }
}

/** What a command hears of the wish to stop it. */
export interface Interruption {
  /** Aborted, with {@link Interrupted}, when the command is to stop in order. */
  readonly stop: AbortSignal
  /** Aborted when it is to stop at once. */
  readonly force: AbortSignal
}

/** One Ctrl-C arrives up to three times: from the terminal, from npm and from the bootstrap. */
const ECHO_MS = 1_000

/**
 * Listens for SIGINT, SIGTERM, SIGHUP and the end of the process that started this one. The first asks the command to
 * stop; another one, well after it, to stop at once.
 */
export function listenForInterruption(): Interruption {
  const stop = new AbortController()
  const force = new AbortController()
  let first = 0
  const interrupt = (reason: string, exitCode: number) => {
    if (!stop.signal.aborted) {
      first = performance.now()
      stop.abort(new Interrupted(reason, exitCode))
    } else if (performance.now() - first > ECHO_MS) force.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupt(signal, 128 + constants.signals[signal]))
  process.once('disconnect', () => interrupt('the process that started this one is gone', 1))
  return { stop: stop.signal, force: force.signal }
}

/** What a promise comes to, unless the signal aborts first: then its reason is thrown. */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort)
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort))
}
