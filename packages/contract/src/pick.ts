/** What somebody who looked at a leaf said of it: chosen, or sorted out. */
export const PICKS = ['picked', 'rejected'] as const
export type LeafPick = (typeof PICKS)[number]

/** The picks of a batch by ids of leaves. Of a leaf that is not there nobody said anything. */
export type Picks = ReadonlyMap<string, LeafPick>

/** How many leaves of a batch have which. */
export interface PickCounts {
  picked: number
  rejected: number
}

export function countPicks(picks: Picks): PickCounts {
  const picked = picks.values().reduce((sum, pick) => sum + Number(pick === 'picked'), 0)
  return { picked, rejected: picks.size - picked }
}
