import type { Charge } from './charge.ts'
import type { LeafRecord } from './record.ts'
import { roundUsd } from './round-usd.ts'

/** What a record says was charged. One of an earlier release knows the sums alone. */
export function chargesOf({ model, charges, costUsd, atRiskUsd }: LeafRecord): Charge[] {
  if (charges !== undefined) return charges
  const sums = [
    { picture: true, usd: costUsd },
    { picture: false, usd: atRiskUsd ?? 0 },
  ]
  return sums.filter(({ usd }) => usd !== 0).map(sum => ({ model, calls: 1, by: 'list', ...sum }))
}

/** How much of what the picture of a record cost is by list prices, in USD. */
export function listUsdOf(record: LeafRecord): number {
  const listed = chargesOf(record).filter(({ picture, by }) => picture && by === 'list')
  return roundUsd(listed.reduce((sum, { usd }) => sum + (usd ?? 0), 0))
}

/** What the cost of a record's picture is worked out by; `both` where it was made again. Undefined where it cost nothing. */
export function costByOf(record: LeafRecord): Charge['by'] | 'both' | undefined {
  const [first, ...others] = new Set(chargesOf(record).flatMap(({ picture, by }) => (picture ? [by] : [])))
  return others.length > 0 ? 'both' : first
}
