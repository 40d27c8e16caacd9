import type { ErrorKind, TokenUsage } from '@contactsheet/contract'
import type { Tell } from './words.ts'

/** The kinds of error a provider can cause. */
export type FailureKind = Exclude<ErrorKind, 'storage' | 'canceled' | 'internal'>

export interface FailureOptions {
  /** HTTP status of the answer. */
  status?: number | undefined
  /** The provider's own code for it, such as `moderation_blocked`. */
  reason?: string | undefined
  retryAfterMs?: number | undefined
  /** What to tell people, where the sentence of the kind would mislead. */
  tell?: Tell | undefined
  /** Whether the provider may have charged for the call; if not said, as kind and status let expect. */
  charged?: boolean | undefined
  /** What the call took, as its answer told. */
  usage?: TokenUsage | undefined
  /** For what has no answer to quote. An error that quotes an answer may quote a key. */
  cause?: unknown
}

/** What went wrong in a call, before it is put into words for a person. `message` is for the log. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly kind: FailureKind
  readonly status: number | undefined
  readonly reason: string | undefined
  readonly retryAfterMs: number | undefined
  readonly tell: Tell | undefined
  readonly charged: boolean
  readonly usage: TokenUsage | undefined

  constructor(kind: FailureKind, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.kind = kind
    this.status = options.status
    this.reason = options.reason
    this.retryAfterMs = options.retryAfterMs
    this.tell = options.tell
    this.charged = options.charged ?? mayBeCharged(kind, options.status)
    this.usage = options.usage
  }
}

/** Statuses by which a gateway says that it lost a call under way: what it had passed it on to may finish all the same. */
const LOST_UNDER_WAY = new Set([502, 504, 520, 524])

/** What never came to the provider, by the codes of Node and its fetch. TLS goes wrong before anything is sent, too. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+)$/

/** An answer that is an error costs nothing; one without a picture, and a call without an answer, may. */
function mayBeCharged(kind: FailureKind, status: number | undefined): boolean {
  if (status !== undefined) return LOST_UNDER_WAY.has(status)
  return kind === 'bad_image' || kind === 'timeout' || kind === 'unavailable'
}

/** What an HTTP status means where the answer tells nothing closer. */
export function kindOfStatus(status: number): FailureKind {
  if (status === 401 || status === 403) return 'auth'
  if (status === 402) return 'quota'
  if (status === 429) return 'rate_limited'
  if (status === 408 || status === 409 || status >= 500) return 'unavailable'
  return 'invalid'
}

/**
 * What a call without an HTTP error threw: a failure of ours from inside the SDK, a connection refused, given up or cut,
 * an answer that is not the JSON it should be. Undefined for what no network can cause.
 */
export function transportFailure(error: unknown): Failure | undefined {
  const links = [...causes(error)]
  const own = links.find(link => link instanceof Failure)
  if (own !== undefined) return own
  const message = links.map(link => link.message).join(': ')
  // Not the deadline of the call, which is the caller's to tell: a proxy that opens no way aborts a request too.
  if (links.some(link => link.name === 'AbortError'))
    return new Failure('unavailable', message, { cause: error })
  if (links.some(link => link instanceof SyntaxError))
    return new Failure('unavailable', `the answer is not JSON: ${message}`)
  // Node's fetch throws a TypeError for a connection that failed, and for one that was cut while the body came.
  if (links.some(link => link instanceof TypeError)) {
    const wasSent = !links.some(link => 'code' in link && NEVER_SENT.test(String(link.code)))
    return new Failure('unavailable', message, { cause: error, charged: wasSent })
  }
  return undefined
}

function* causes(error: unknown): Generator<Error> {
  for (let link = error; link instanceof Error; link = link.cause) yield link
}
