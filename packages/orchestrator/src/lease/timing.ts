/**
 * The clock of the lease. Two values are free; all others follow from them, since they only work together. See
 * `lease.ts` for what each is for.
 */
export interface Timing {
  /** How soon a process notices that its hold on a leaf has slipped, and how often it says that it has one; free. */
  renewMs: number
  /** How long a hold outlives the process that had it: a job's lock, and a claim; free. */
  expiryMs: number
  /** How often BullMQ looks for jobs whose lock has run out. */
  stalledCheckMs: number
  /** How long whoever takes a leaf over gives its former runner to claim it. */
  graceMs: number
  /** How often a claim that somebody else has is looked at again. */
  pollMs: number
  /** Longest until whoever runs a leaf that its queue has lost has claimed it. */
  claimedMs: number
  /** How often the reconciler compares the store with the orchestrator. A batch must be missing twice. */
  reconcileMs: number
  /** How long a process may stand still and yet be sure of what it holds: nothing of it has run out by then. */
  sureMs: number
  /** How long one look for what leaves have left in the store is good for leaves that start, in milliseconds. */
  lookMs: number
  /**
   * No leaf that may have run has a second job before its batch is this old: that takes a lock that ran out, two
   * reconcilings, or a start that waits for it.
   */
  secondJobMs: number
}

/** @throws RangeError naming the rule that the two values break */
export function timingOf(renewMs: number, expiryMs: number): Timing {
  const timing: Timing = {
    renewMs,
    expiryMs,
    stalledCheckMs: 1.5 * renewMs,
    graceMs: 1.5 * renewMs,
    pollMs: renewMs / 2,
    sureMs: expiryMs - 2 * renewMs,
    claimedMs: 2 * renewMs,
    reconcileMs: expiryMs,
    lookMs: renewMs / 2,
    secondJobMs: expiryMs,
  }
  const broken = brokenRule(timing)
  if (broken !== undefined) throw new RangeError(`The lease cannot work: ${broken}.`)
  return timing
}

/** What a timing breaks of what nobody paying twice depends on; undefined if nothing. */
export function brokenRule(timing: Timing): string | undefined {
  const { renewMs, expiryMs, graceMs, pollMs, sureMs, claimedMs, reconcileMs, secondJobMs, lookMs } = timing
  const rules: [holds: boolean, rule: string][] = [
    [expiryMs >= 4 * renewMs, 'a hold must outlive three renewals that fail'],
    [graceMs > renewMs, 'whoever takes a leaf over must wait until its former runner has noticed'],
    [reconcileMs >= claimedMs, 'a claim must be there before the reconciler starts a batch again'],
    [sureMs + renewMs < expiryMs, 'a process must doubt what it holds before that runs out'],
    [
      secondJobMs <= Math.min(expiryMs, reconcileMs),
      'claims must be looked for from the first second job on',
    ],
    [
      lookMs < Math.min(graceMs, secondJobMs),
      'what a look has missed must not have a second job while the look is shared',
    ],
    [pollMs < expiryMs, 'a claim must not run out and be renewed unseen'],
  ]
  return rules.find(([holds]) => !holds)?.[1]
}

/** A killed worker's leaves start elsewhere after 11 to 16 seconds with these. */
export const TIMING = timingOf(2_000, 10_000)
