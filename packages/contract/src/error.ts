import { z } from 'zod'
import type { Column } from './catalog/model.ts'
import type { Charge } from './charge.ts'

/**
 * Why a leaf can fail. `retryable`: the same call can succeed later without anybody changing anything. `waits`: it is
 * nobody's fault and will pass, so the leaf waits for it without using up an attempt. `retries`: how often a leaf is tried
 * again after this kind, where that is less than its attempts allow.
 */
export const ERROR_KINDS = {
  rejected: { retryable: false, meaning: "the provider's moderation refused the prompt" },
  invalid: { retryable: false, meaning: 'the provider says the request itself is wrong' },
  auth: {
    retryable: false,
    meaning: 'the key is missing, wrong, or may not use this model, or not from here',
  },
  quota: { retryable: false, meaning: 'the account has no credit left' },
  rate_limited: { retryable: true, waits: true, meaning: 'too many requests; wait as told' },
  unavailable: { retryable: true, meaning: 'the provider is down or cut the connection' },
  timeout: { retryable: true, meaning: 'no answer in time' },
  // The provider has done its work, and may charge each answer.
  bad_image: { retryable: true, retries: 1, meaning: 'the answer holds no picture that can be read' },
  storage: { retryable: true, waits: true, meaning: 'the object store could not be read or written' },
  canceled: { retryable: false, meaning: 'the batch was canceled' },
  internal: { retryable: true, meaning: 'a fault of this system' },
} as const satisfies Record<
  string,
  { retryable: boolean; waits?: boolean; retries?: number; meaning: string }
>

export const errorKindSchema = z.enum(Object.keys(ERROR_KINDS) as [ErrorKind, ...ErrorKind[]])
export type ErrorKind = keyof typeof ERROR_KINDS

/** A failure as a record shows it: safe to publish. */
export const leafFailureSchema = z.strictObject({
  kind: errorKindSchema,
  /** One sentence a person can act on. */
  message: z.string(),
  /** HTTP status of the answer that failed, where there was one. */
  status: z.int().optional(),
})
export type LeafFailure = z.infer<typeof leafFailureSchema>

export interface KindErrorOptions {
  /** HTTP status of the answer that failed. */
  status?: number | undefined
  /** How long the other side asked us to wait, in milliseconds. */
  retryAfterMs?: number | undefined
  /** What the provider charged, or may have, for the call that failed. */
  charge?: Charge | undefined
  /** The model that a leaf is made with once this has failed it for good. */
  fallback?: Column | undefined
  /** For the log only: may quote the other side. Never a secret. */
  detail?: string | undefined
  cause?: unknown
}

/**
 * The one error that crosses package boundaries inside a leaf. `message` is public; what must stay in the log is in
 * `detail` and `cause`.
 */
export class KindError extends Error {
  override readonly name = 'KindError'
  readonly kind: ErrorKind
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly charge: Charge | undefined
  readonly fallback: Column | undefined
  readonly detail: string | undefined

  constructor(kind: ErrorKind, message: string, options: KindErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.kind = kind
    this.status = options.status
    this.retryAfterMs = options.retryAfterMs
    this.charge = options.charge
    this.fallback = options.fallback
    this.detail = options.detail
  }

  get retryable(): boolean {
    return ERROR_KINDS[this.kind].retryable
  }

  /** Whether a leaf waits for this to pass without using up an attempt. */
  get waits(): boolean {
    return 'waits' in ERROR_KINDS[this.kind]
  }

  /** How often a leaf is tried again after errors of this kind. */
  get retries(): number {
    const row = ERROR_KINDS[this.kind]
    return 'retries' in row ? row.retries : Number.POSITIVE_INFINITY
  }

  /** The same error, of something that the provider charged, or may have. */
  withCharge(charge: Charge): KindError {
    return new KindError(this.kind, this.message, { ...this, cause: this.cause, charge })
  }

  /** The same error, of a leaf that another model is asked for next. */
  withFallback(fallback: Column): KindError {
    return new KindError(this.kind, this.message, { ...this, cause: this.cause, fallback })
  }

  toFailure(): LeafFailure {
    return {
      kind: this.kind,
      message: this.message,
      ...(this.status === undefined ? {} : { status: this.status }),
    }
  }

  /** Anything thrown, as a KindError: what is not one already is a fault of ours, told without its inner detail. */
  static from(thrown: unknown): KindError {
    if (thrown instanceof KindError) return thrown
    const detail = thrown instanceof Error ? thrown.message : String(thrown)
    return new KindError('internal', 'Something went wrong inside Contactsheet; the log has the detail.', {
      detail,
      cause: thrown,
    })
  }
}
