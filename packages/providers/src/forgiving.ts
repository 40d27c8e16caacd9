import { KindError } from '@contactsheet/contract'

/** What a call gives; undefined where it failed in a way that is as good as a success. */
export async function forgiving<T>(
  asked: Promise<T>,
  forgives: (error: KindError) => boolean,
  signal: AbortSignal,
): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof KindError && forgives(error)) return undefined
    throw error
  }
}

/** What was to be looked at is not there. */
export function isGone({ status }: KindError): boolean {
  return status === 404
}

/** What was to be ended has ended, or is gone. */
export function hasEnded({ kind, status }: KindError): boolean {
  return kind !== 'auth' && kind !== 'quota' && (status === 400 || status === 404 || status === 409)
}

/** What the provider deletes by itself one day. */
export function isLeftToExpire({ kind }: KindError): boolean {
  return kind !== 'auth'
}
