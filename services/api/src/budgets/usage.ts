import { roundUsd, type UsageGroup, type UsageRow, type UsageView } from '@contactsheet/contract'
import { atRiskOf, type BatchStore, type UsageNote } from '@contactsheet/storage'
import type { Budgets } from './budgets.ts'

type Sums = UsageView['total']

/** Adds up what the batches of some days came to, a page of them at a time. */
export async function usageOf(
  usage: BatchStore['usage'],
  budgets: Pick<Budgets, 'standing'>,
  by: UsageGroup,
  { from, to }: Pick<UsageView, 'from' | 'to'>,
): Promise<UsageView> {
  const rows = new Map<string | undefined, Sums>()
  const total = nothing()
  const row = (name: string | undefined) => {
    const known = rows.get(name) ?? nothing()
    rows.set(name, known)
    return known
  }
  for await (const page of usage.notes(from, to))
    for (const { day, note } of page) {
      // Nothing came of it.
      if (note.settledAt === undefined) continue
      add(total, note.models)
      if (by === 'model') for (const sum of note.models) add(row(sum.model), [sum])
      else add(row(by === 'day' ? day : note.token), note.models)
    }
  const standing = by === 'token' ? await budgets.standing() : new Map<string, never>()
  for (const token of standing.keys()) row(token)
  return {
    from,
    to,
    rows: [...rows]
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
      .map(([name, sums]): UsageRow => {
        const budget = name === undefined ? undefined : standing.get(name)
        return {
          ...(name === undefined ? {} : { name }),
          ...sums,
          ...(budget === undefined ? {} : { budget }),
        }
      }),
    total,
  }
}

function nothing(): Sums {
  return { batches: 0, images: 0, costUsd: 0, listUsd: 0, atRiskUsd: 0 }
}

function add(sums: Sums, models: UsageNote['models']): void {
  sums.batches++
  for (const usage of models) {
    sums.images += usage.images
    sums.costUsd = roundUsd(sums.costUsd + usage.costUsd)
    sums.listUsd = roundUsd(sums.listUsd + (usage.listUsd ?? 0))
    sums.atRiskUsd = roundUsd(sums.atRiskUsd + atRiskOf(usage))
  }
}
