import type { EconomyJob, LeafFailure, Provider } from '@contactsheet/contract'

/** Longest that a provider is asked for no more, in looks. */
const MOST_LOOKS = 6

/** That a provider had no room for the last jobs it was given: as much waits there as an account may have. */
export interface NoRoom {
  /** How many there were in a row. */
  jobs: number
  /** When it had none for the first of them, in milliseconds since the epoch. */
  since: number
  /** Until when it is asked for no other. */
  until: number
  error: LeafFailure
}

/** @param longestLookMs between two looks */
export function noRoomAt(
  jobs: readonly EconomyJob[],
  provider: Provider,
  longestLookMs: number,
): NoRoom | undefined {
  const own = jobs.filter(job => job.provider === provider)
  const row = own.slice(own.findLastIndex(job => !foundNoRoom(job)) + 1)
  const last = row.at(-1)?.ended
  if (last?.error === undefined) return undefined
  const waitMs = Math.min(MOST_LOOKS, 2 ** row.length / 20) * longestLookMs
  return {
    jobs: row.length,
    since: Date.parse(row[0]?.ended?.at ?? last.at),
    until: Date.parse(last.at) + waitMs,
    error: last.error,
  }
}

/** Whether a job was not run because there was no room for it. It is nobody's fault, and passes. */
export function foundNoRoom({ ended }: Pick<EconomyJob, 'ended'>): boolean {
  return ended?.how === 'failed' && ended.error?.kind === 'rate_limited'
}
