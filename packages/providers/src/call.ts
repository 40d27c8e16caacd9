import { type Charge, chargeOf, KindError } from '@contactsheet/contract'
import { Deadline } from './deadline.ts'
import { Failure, transportFailure } from './failure.ts'
import { messageOf, type Sentences } from './message.ts'
import type { OpenOptions } from './provider.ts'
import { redact } from './redact.ts'
import type { Subject } from './words.ts'

/**
 * By how much the timeout of an SDK is longer than the deadline of a call, in milliseconds: so that it is always the deadline
 * that ends a call which takes too long, and nothing else is taken for that.
 */
export const SDK_SLACK_MS = 5_000

/** What a call is made for. The key, and what looks like one, is kept out of every error. */
export type CallOptions = Omit<Subject, 'model'> &
  Pick<OpenOptions, 'apiKey' | 'keyPatterns'> & {
    model: Parameters<typeof chargeOf>[0]
    /** Whether it costs nothing, whatever becomes of it. */
    isFree?: boolean
    /** How its failures are told, where that is not as of a picture. */
    sentences?: Sentences
  }

/**
 * One call of a provider under a deadline. The deadline is ours and spans everything, since each SDK has its own idea of
 * when its timeout starts and ends.
 *
 * @param signal the caller's; once it aborts, its reason is thrown as it is
 * @param ask makes the call and passes on the signal of the deadline
 * @throws KindError for everything else
 */
export async function call<T>(
  options: CallOptions,
  signal: AbortSignal,
  ask: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const deadline = new Deadline(options.timeoutMs, signal)
  try {
    return await ask(deadline)
  } catch (error) {
    signal.throwIfAborted()
    throw callError(error, deadline.signal.aborted, options)
  } finally {
    deadline.close()
  }
}

/** What a call threw, as its caller is told of it. */
export function callError(error: unknown, timedOut: boolean, options: CallOptions): KindError {
  const failure = timedOut
    ? new Failure('timeout', `no whole answer after ${options.timeoutMs} ms`, { cause: error })
    : transportFailure(error)
  return failure === undefined ? KindError.from(error) : kindErrorOf(failure, options)
}

/** A failure as callers are told of it. */
export function kindErrorOf(failure: Failure, options: CallOptions): KindError {
  const message = messageOf(failure, { ...options, model: options.model.id }, options.sentences)
  return new KindError(failure.kind, message, {
    status: failure.status,
    retryAfterMs: failure.retryAfterMs,
    charge: options.isFree ? undefined : chargeFor(options.model, failure),
    detail: redact(failure.message, options.apiKey, options.keyPatterns),
    cause: failure.cause,
  })
}

/** What a call that failed was charged, or may have been. An answer that is charged for its tokens alone is so by their prices. */
function chargeFor(model: CallOptions['model'], { charged, usage }: Failure): Charge | undefined {
  const isByTokens = usage !== undefined && model.tokenPrices !== undefined
  return charged || isByTokens ? chargeOf(model, false, usage) : undefined
}
