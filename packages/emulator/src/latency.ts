import { randomFrom } from '@contactsheet/scenery'
import { z } from 'zod'
import type { Ask } from './ask.ts'

const milliseconds = z.int().min(0).max(600_000)

/** How long an answer takes, in milliseconds. */
export const latencySchema = z
  .strictObject({ minMs: milliseconds, maxMs: milliseconds })
  .refine(({ minMs, maxMs }) => minMs <= maxMs, 'must not have a minimum above its maximum')

export type Latency = z.infer<typeof latencySchema>

/** How long jobs take unless told otherwise: what takes a provider up to a day. */
export const JOB_LATENCY: Latency = { minMs: 4_000, maxMs: 8_000 }

/**
 * The latency of one try: nearer to the minimum more often than to the maximum, as with real providers, and the same
 * for the same prompt, model and try in every run.
 *
 * @returns milliseconds
 */
export function latencyOf({ minMs, maxMs }: Latency, ask: Ask, attempt: number, seed: number): number {
  const luck = randomFrom(seed, 'latency', ask.model, ask.prompt, attempt)()
  return minMs + (maxMs - minMs) * luck ** 1.6
}
