import { z } from 'zod'
import type { Batch } from './batch.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { Column } from './catalog/model.ts'
import { type ColumnRequest, nameOfColumn, partsOf } from './columns.ts'
import type { FieldError } from './problem.ts'
import { type ECONOMY_RULES, LONGEST_DEADLINE_H, type SPEEDS } from './speed.ts'

const HOUR_MS = 3_600_000

const NEITHER = 'must be a time with its offset, as in 2026-12-01T08:00:00Z, or a number of hours'

/** A deadline as a request has it: a time, or in hours from acceptance. */
export const deadlineSchema = z.union(
  [z.iso.datetime({ offset: true, error: NEITHER }), z.number(NEITHER)],
  NEITHER,
)
export type DeadlineRequest = z.infer<typeof deadlineSchema>

/** The time that a deadline is at, for a request that comes now. */
export function deadlineAt(deadline: DeadlineRequest, now: Date): Date {
  return typeof deadline === 'number'
    ? new Date(now.getTime() + deadline * HOUR_MS)
    : new Date(Date.parse(deadline))
}

/** The part of a request that says how soon its leaves are to be made. */
export interface SpeedRequest {
  models: readonly ColumnRequest[]
  fallback?: readonly ColumnRequest[] | undefined
  speed?: (typeof SPEEDS)[number] | undefined
  economy?: (typeof ECONOMY_RULES)[number] | undefined
  deadline?: DeadlineRequest | undefined
}

/**
 * What is wrong with how soon a request wants its leaves.
 *
 * @param request whose models the catalog knows
 */
export function economyFaults(
  { models, fallback = [], speed, economy, deadline }: SpeedRequest,
  catalog: Catalog,
  now: Date,
): { path: (string | number)[]; message: string }[] {
  if (speed !== 'economy')
    return Object.entries({ economy, deadline })
      .filter(([, value]) => value !== undefined)
      .map(([field]) => ({ path: [field], message: 'belongs to `speed` economy, which is not asked for' }))
  const fault = deadlineFormFault(deadline, now)
  const late = fault === undefined ? [] : [{ path: ['deadline'], message: fault }]
  if (economy !== 'only') return late
  const refused = Object.entries({ models, fallback }).flatMap(([field, items]) =>
    items.flatMap((item, place) => {
      const model = catalog.resolve(partsOf(item).id, now)?.model
      if (model === undefined || model.economy) return []
      return [{ path: [field, place], message: `${model.id} ${hasNoLane(catalog, now)}` }]
    }),
  )
  return [...late, ...refused]
}

const PAST = 'is past: it must be a time to come, or more than 0 hours'

/** Whether a time is past is judged of the batch, see {@link deadlineFault}. */
function deadlineFormFault(deadline: DeadlineRequest | undefined, now: Date): string | undefined {
  if (deadline === undefined) return undefined
  if (typeof deadline === 'number' && deadline <= 0) return PAST
  const leftMs = typeof deadline === 'number' ? deadline * HOUR_MS : Date.parse(deadline) - now.getTime()
  if (leftMs > LONGEST_DEADLINE_H * HOUR_MS)
    return `is too far: at most ${LONGEST_DEADLINE_H} hours from now are allowed`
  return undefined
}

/**
 * What is wrong with the deadline of a batch; undefined if nothing is. Not told of the request: one that comes again with its
 * Idempotency-Key is the same batch, though the deadline may have passed by then.
 */
export function deadlineFault({
  createdAt,
  deadline,
}: Pick<Batch, 'createdAt' | 'deadline'>): FieldError | undefined {
  if (deadline === undefined || Date.parse(deadline) > Date.parse(createdAt)) return undefined
  return { field: 'deadline', message: PAST }
}

function hasNoLane(catalog: Catalog, now: Date): string {
  const offered = catalog.living(now).filter(model => model.economy)
  return `is not made by its provider's batch API. Those that are: ${offered.map(({ id }) => id).join(', ')}. Without \`economy\` only it would run at once, at the full price`
}

/** Warnings about columns of an economy batch that are made at once after all. */
export function notInTheLane(columns: readonly Column[]): string[] {
  const names = columns.filter(({ speed }) => speed === undefined).map(nameOfColumn)
  if (names.length === 0) return []
  return [
    `No batch API of a provider makes ${names.join(', ')}: images of it run at once, at the full price.`,
  ]
}
