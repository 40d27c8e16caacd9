import {
  chargesOf,
  type LeafRecord,
  roundUsd,
  SETTLED_STATES,
  type SettledState,
} from '@contactsheet/contract'
import { z } from 'zod'

const count = z.int().nonnegative()
const usd = z.number().nonnegative()

/** What a batch came to at one model. */
export const modelUsageSchema = z.strictObject({
  /** Its id. A batch can ask it in several columns, which are added up. */
  model: z.string(),
  leaves: count,
  /** Leaves that succeeded. */
  images: count,
  costUsd: usd,
  /** How much of that is by list prices. Absent where it is nothing, and in notes of an earlier release. */
  listUsd: usd.optional(),
  /**
   * What may have been charged beside that: by the state of the leaves whose records say so, and `earlier` by records that
   * went when their leaves were to run again. Absent where that is nothing.
   */
  atRiskUsd: z.partialRecord(z.enum([...SETTLED_STATES, 'earlier']), usd),
})
export type ModelUsage = z.infer<typeof modelUsageSchema>

/** All that may have been charged at a model beside what it cost, in USD. */
export function atRiskOf({ atRiskUsd }: Pick<ModelUsage, 'atRiskUsd'>): number {
  return roundUsd(Object.values(atRiskUsd).reduce((sum, usd) => sum + usd, 0))
}

/** Adds up records by their models. */
export class UsageSum {
  readonly #models = new Map<string, ModelUsage>()

  add(record: LeafRecord): void {
    const sum = this.#of(record.model)
    sum.leaves++
    if (record.state === 'succeeded') sum.images++
    // A leaf that was made again may have been charged at several models.
    for (const { model, picture, usd, by } of chargesOf(record)) {
      const charged = this.#of(model)
      if (picture) charged.costUsd = roundUsd(charged.costUsd + (usd ?? 0))
      if (picture && by === 'list') charged.listUsd = roundUsd((charged.listUsd ?? 0) + (usd ?? 0))
      if (!picture) addRisk(charged, record.state, usd ?? 0)
    }
  }

  /**
   * One for each model, with what may have been charged by records that went.
   *
   * @param before what was known of the batch when it was opened again
   */
  models(before: readonly ModelUsage[] = []): ModelUsage[] {
    const models = new Map(
      [...this.#models].map(([id, sum]) => [id, { ...sum, atRiskUsd: { ...sum.atRiskUsd } }]),
    )
    for (const { model, atRiskUsd } of before) {
      if (atRiskUsd.earlier === undefined) continue
      const sum = models.get(model) ?? nothingOf(model)
      addRisk(sum, 'earlier', atRiskUsd.earlier)
      models.set(model, sum)
    }
    return [...models.values()]
  }

  #of(model: string): ModelUsage {
    const known = this.#models.get(model) ?? nothingOf(model)
    this.#models.set(model, known)
    return known
  }
}

function nothingOf(model: string): ModelUsage {
  return { model, leaves: 0, images: 0, costUsd: 0, atRiskUsd: {} }
}

/** The same when records of leaves in some states are to go: what may have been charged for them stays counted. */
export function withoutRecords(usage: ModelUsage, states: readonly SettledState[]): ModelUsage {
  const changed = { ...usage, atRiskUsd: { ...usage.atRiskUsd } }
  for (const state of states) {
    addRisk(changed, 'earlier', changed.atRiskUsd[state] ?? 0)
    delete changed.atRiskUsd[state]
  }
  return changed
}

function addRisk({ atRiskUsd }: ModelUsage, of: SettledState | 'earlier', usd: number): void {
  if (usd > 0) atRiskUsd[of] = roundUsd((atRiskUsd[of] ?? 0) + usd)
}
