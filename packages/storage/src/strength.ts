import { type LeafRecord, SETTLED_STATES, type SettledState } from '@contactsheet/contract'
import type { RecordName } from './layout.ts'

/** When a leaf has records of several states, the strongest one counts: an image is there, or at least a reason. */
function strength(state: SettledState): number {
  return { succeeded: 2, failed: 1, canceled: 0 }[state]
}

/** The record that counts. */
export function strongest(records: readonly (LeafRecord | undefined)[]): LeafRecord | undefined {
  return records
    .filter(record => record !== undefined)
    .sort((a, b) => strength(b.state) - strength(a.state))
    .at(0)
}

/** Orders records of a leaf by their names: of several versions the newest counts, and of one version the strongest. */
export function rank({ state, tag = 'v1' }: RecordName): number {
  return SETTLED_STATES.length * Number.parseInt(tag.slice(1), 10) + strength(state)
}
