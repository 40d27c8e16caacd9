/**
 * What the job or the task of a leaf returns that was due while its batch was paused: it ended without running the leaf, which
 * is handed out again once the batch goes on.
 */
export interface Parked {
  parked: true
}

export const PARKED: Parked = { parked: true }

export function isParked(returned: unknown): returned is Parked {
  return typeof returned === 'object' && returned !== null && 'parked' in returned && returned.parked === true
}
