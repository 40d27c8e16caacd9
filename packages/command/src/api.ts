import { type Client, createClient, NoAnswerError, RefusedError } from '@contactsheet/client'
import { CommandError, UsageError } from '@contactsheet/stack/shell'

export interface ConnectOptions {
  url: string
  token: string | undefined
  /** Ends every call, by throwing its reason. */
  signal: AbortSignal
}

/** The API at an address. Every wait for another try is told. */
export function connect(options: ConnectOptions): Client {
  return createClient({ ...options, onWait: sayWaiting })
}

function sayWaiting(error: unknown, waitMs: number): void {
  const reason = error instanceof Error ? error.message : String(error)
  console.error(`${reason} Trying again in ${Math.ceil(waitMs / 1_000)} s…`)
}

/**
 * An error of the API, as a command tells it.
 *
 * @param tokens how to give one
 */
export function explain(error: unknown, tokens: string): unknown {
  if (error instanceof NoAnswerError) return new CommandError(error.message, { cause: error })
  if (!(error instanceof RefusedError)) return error
  if (error.status === 401) return new UsageError(`The API asks for a token: ${tokens}. (${error.message})`)
  return error.status < 500
    ? new UsageError(error.message, { cause: error })
    : new CommandError(error.message, { cause: error })
}
