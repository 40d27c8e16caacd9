import { z } from 'zod'
import type { Column } from './catalog/model.ts'
import { addCharges, type Charge, chargeSchema } from './charge.ts'
import { errorKindSchema, type KindError, leafFailureSchema } from './error.ts'

/** The first attempt and three more. */
export const MAX_ATTEMPTS = 4

/** The wait after the first failure, and what each further failure multiplies it by; in milliseconds. */
export const FIRST_DELAY_MS = 1_000
export const DELAY_FACTOR = 2

const LONGEST_DELAY_MS = 30_000

/** Tries before the last that a leaf's record tells of: one that waits for a rate limit can have dozens. */
const RETRIES_TOLD = 8

/** Longest a leaf waits altogether between its attempts because the other side, or an outage, has it wait; in milliseconds. */
export const MAX_WAIT_MS = 15 * 60_000

/** When something ran, in milliseconds since the epoch. */
const spanSchema = z.strictObject({ startedAt: z.int().nonnegative(), endedAt: z.int().nonnegative() })
type Span = z.infer<typeof spanSchema>

/** Which attempt of a leaf this is, and what came before it. Whoever runs leaves keeps it between attempts. */
export const attemptSchema = z.strictObject({
  /** From 1. */
  number: z.int().positive(),
  /** Start of the first attempt, in milliseconds since the epoch. */
  startedAt: z.int().nonnegative(),
  /** Waits that used up no attempt. */
  waits: z.int().nonnegative(),
  /** How long it has waited altogether, between attempts too, in milliseconds. */
  waitedMs: z.int().nonnegative(),
  /** Attempts before this one that failed, by the kind of their failure. */
  failures: z.partialRecord(errorKindSchema, z.int().positive()).default({}),
  /** What calls before this attempt were charged, or may have been, that brought nothing. */
  charges: z.array(chargeSchema).default([]),
  /** How many more there were, of an attempt that an earlier release began: it kept no more of them. */
  charged: z.int().nonnegative().optional(),
  /** Why each of the models failed that were asked for the same leaf before this one, in their order. */
  tried: z.array(leafFailureSchema).default([]),
  /** The last few tries before this one, those that used up no attempt included: when each ran, and how it failed. */
  retries: z.array(spanSchema.extend({ kind: errorKindSchema })).default([]),
})
export type Attempt = z.infer<typeof attemptSchema>

/** @param now milliseconds since the epoch */
export function firstAttempt(now: number = Date.now()): Attempt {
  return {
    number: 1,
    startedAt: now,
    waits: 0,
    waitedMs: 0,
    failures: {},
    charges: [],
    tried: [],
    retries: [],
  }
}

/**
 * What is to become of a leaf after an attempt that failed.
 *
 * - `settle`: the failure is final, and is what the leaf's record says.
 * - `wait`: nobody's fault, and it will pass: the same attempt goes on after `ms` milliseconds.
 * - `retry`: another attempt follows after `ms` milliseconds.
 * - `fallback`: another model is asked at once.
 */
export type Verdict =
  | { next: 'settle' }
  | { next: 'wait' | 'retry'; ms: number }
  | { next: 'fallback'; model: Column; ms: 0 }

/**
 * The one place that decides what a failure means, whoever runs the leaf. What the other side asks us to wait for is
 * honoured as far as {@link MAX_WAIT_MS} goes: no answer from outside can hold up a leaf for longer. Once that is used
 * up, what is waited for is a failure like any other.
 *
 * @param random from 0 up to 1
 */
export function afterFailure(error: KindError, attempt: Attempt, random: number = Math.random()): Verdict {
  const leftMs = Math.max(0, MAX_WAIT_MS - attempt.waitedMs)
  const askedMs = Math.min(error.retryAfterMs ?? 0, leftMs)
  if (error.waits && leftMs > 0) return { next: 'wait', ms: retryDelayMs(attempt.waits + 1, askedMs, random) }
  const retried = attempt.failures[error.kind] ?? 0
  if (error.retryable && attempt.number < MAX_ATTEMPTS && retried < error.retries)
    return { next: 'retry', ms: retryDelayMs(attempt.number, askedMs, random) }
  return error.fallback === undefined
    ? { next: 'settle' }
    : { next: 'fallback', model: error.fallback, ms: 0 }
}

/**
 * The attempt that follows a failure and what {@link afterFailure} made of it.
 *
 * @param ran when what failed ran; the leaf's record does not tell of it if that is not known
 */
export function nextAttempt(
  attempt: Attempt,
  error: KindError,
  { next, ms }: Exclude<Verdict, { next: 'settle' }>,
  ran?: Span,
): Attempt {
  const told = ran === undefined ? [] : [{ ...ran, kind: error.kind }]
  const retries = [...attempt.retries, ...told].slice(-RETRIES_TOLD)
  const charged = { ...withCharge(attempt, error.charge), retries }
  const { number, startedAt, waits, waitedMs, failures, charges, tried } = charged
  if (next === 'fallback')
    return { ...charged, ...firstAttempt(startedAt), charges, retries, tried: [...tried, error.toFailure()] }
  const waited = { ...charged, waitedMs: waitedMs + ms }
  if (next === 'wait') return { ...waited, waits: waits + 1 }
  const failed = (failures[error.kind] ?? 0) + 1
  return { ...waited, number: number + 1, failures: { ...failures, [error.kind]: failed } }
}

/** The same attempt after a call that brought nothing, and what that may have cost, if anything. */
export function withCharge(attempt: Attempt, charge: Charge | undefined): Attempt {
  return charge === undefined ? attempt : { ...attempt, charges: addCharges(attempt.charges, [charge]) }
}

/** Whether calls of attempts so far may have been charged for nothing. */
export function mayBeCharged({ charges, charged = 0 }: Pick<Attempt, 'charges' | 'charged'>): boolean {
  return charges.length + charged > 0
}

/**
 * How long to wait before another try: exponential, with the upper half random so that what failed together does not
 * come back together, and never shorter than the other side asked.
 *
 * @param failures tries that have failed so far, from 1
 * @param askedMs what the other side asked for, in milliseconds
 * @param random from 0 up to 1
 * @returns milliseconds
 */
export function retryDelayMs(failures: number, askedMs = 0, random: number = Math.random()): number {
  const full = Math.min(FIRST_DELAY_MS * DELAY_FACTOR ** (failures - 1), LONGEST_DELAY_MS)
  const backoff = (full / 2) * (1 + random)
  return Math.round(askedMs > 0 ? askedMs + (backoff - full / 2) : backoff)
}
