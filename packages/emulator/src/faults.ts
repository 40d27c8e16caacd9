import { PROVIDERS } from '@contactsheet/contract'
import { randomFrom } from '@contactsheet/scenery'
import { z } from 'zod'
import type { Ask } from './ask.ts'

/** What can go wrong on order. */
const FAULT_KINDS = {
  rate_limit: 'too many requests, with the time to wait',
  rate_limit_no_wait: 'too many requests, without it',
  server_error: 'HTTP 500',
  unavailable: 'HTTP 503',
  moderation: 'the prompt is refused',
  safety_finish: 'the picture is refused once it is made',
  billing: 'no credit left',
  auth: 'the key is not accepted',
  no_image: 'an answer without a picture',
  garbage: 'bytes that are no picture',
  truncated: 'a picture that ends half-way',
  huge: 'a picture with padding, 30 MB in base64',
  hang: 'no answer, ever',
  reset: 'the connection is reset instead of an answer',
  cut: 'the connection ends in the middle of the answer',
  slow: 'a right answer, late',
} as const

export type FaultKind = keyof typeof FAULT_KINDS

/** An order for a fault. What it leaves out, it does not care about; the first order that fits a request counts. */
const faultSchema = z.strictObject({
  kind: z.enum(Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]]),
  provider: z.enum(PROVIDERS).optional(),
  model: z.string().optional(),
  /** Text that the prompt holds. */
  prompt: z.string().optional(),
  /** Share of the tries that fail, 0 to 1; decided by the seed, not by the clock. */
  rate: z.number().min(0).max(1).default(1),
  /** Only the first so many tries of each distinct prompt and model. */
  tries: z.int().min(1).optional(),
  /** What `rate_limit` asks the caller to wait, in milliseconds. */
  waitMs: z.int().min(0).default(1_000),
  /** How many times longer `slow` takes. */
  factor: z.number().min(1).default(5),
})

export const faultsSchema = z.array(faultSchema).max(100)

/** A complete order. */
export type Fault = z.infer<typeof faultSchema>
/** An order as it is written, defaults left out. */
export type FaultOrder = z.input<typeof faultSchema>

/**
 * The fault a try meets, if any.
 *
 * @param attempt which try of this prompt and model it is, from 1
 */
export function faultFor(
  faults: readonly Fault[],
  ask: Ask,
  attempt: number,
  seed: number,
): Fault | undefined {
  return faults.find((fault, index) => {
    if (fault.provider !== undefined && fault.provider !== ask.provider) return false
    if (fault.model !== undefined && fault.model !== ask.model) return false
    if (fault.prompt !== undefined && !ask.prompt.includes(fault.prompt)) return false
    if (fault.tries !== undefined && attempt > fault.tries) return false
    return randomFrom(seed, 'fault', index, ask.model, ask.prompt, attempt)() < fault.rate
  })
}
