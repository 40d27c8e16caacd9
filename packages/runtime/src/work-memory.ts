import { totalmem } from 'node:os'
import { MAX_ANSWER_ROOM } from '@contactsheet/providers'
import { integer } from './env.ts'

const MIB = 1024 * 1024

/** Below this, the largest answer could never be read. */
const LEAST_MB = MAX_ANSWER_ROOM / MIB

/**
 * Enough for a picture of 4K, some 20 MB, beside the largest. With 64 those came one by one: 30 of them took 7.1 s instead of 4.5, on
 * two cores. More in hand makes nothing faster: with 96 they took 4.4 s, and a worker 444 MB instead of 375; 150 of 3.3 MB took as long.
 */
const ENOUGH_MB = 72

/** What originals in hand may take of this process's memory, in MiB. */
export function workMemory() {
  return integer(1, 1_048_576)
    .refine(
      megabytes => megabytes >= LEAST_MB,
      `must be at least ${LEAST_MB}: one answer may take that much, ${LEAST_MB / 1.5} MiB for the largest picture and half as much for what comes beside it`,
    )
    .default(defaultMegabytes)
    .describe(
      `MiB of memory for pictures between a provider's answer and the finished image; unset, a quarter of what the process may use, ${LEAST_MB} to ${ENOUGH_MB}`,
    )
}

/** A quarter: the rest is for the process itself, for the pictures being composed, and for what the garbage collector has not got to. */
function defaultMegabytes(): number {
  // 0 where it is not known, and an absurd number where nothing limits it.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY
  const quarter = Math.floor(Math.min(limit, totalmem()) / 4 / MIB)
  return Math.max(LEAST_MB, Math.min(quarter, ENOUGH_MB))
}
