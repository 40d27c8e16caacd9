import { type EconomyJob, isUnderWay } from '@contactsheet/contract'

/** The first look comes after this part of the longest time between two. */
const FIRST_LOOK = 1 / 20

/** From then on a job is looked at again after this part of its age: so one that takes as long as most is not looked at often. */
const PART_OF_AGE = 1 / 6

/** By how much a look comes sooner or later than worked out, so that not all come at once; as a share. */
const JITTER = 0.2

/**
 * When a batch is to be looked at next, in milliseconds since the epoch.
 *
 * @param longestMs between two looks
 * @param random from 0 up to 1
 */
export function nextLook(
  jobs: readonly EconomyJob[],
  longestMs: number,
  now: number = Date.now(),
  random: number = Math.random(),
): number {
  const firstMs = longestMs * FIRST_LOOK
  const waits = jobs.filter(isUnderWay).map(({ id, submittedAt, cancel, ended }) => {
    // One that is not taken yet, or about to end.
    if (id === undefined || submittedAt === undefined || cancel !== undefined || ended !== undefined)
      return 2 * firstMs
    return Math.min(longestMs, Math.max(firstMs, (now - Date.parse(submittedAt)) * PART_OF_AGE))
  })
  const waitMs = waits.length === 0 ? 2 * firstMs : Math.min(...waits)
  return Math.round(now + waitMs * (1 + JITTER * (2 * random - 1)))
}
