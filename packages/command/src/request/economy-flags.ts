import { POSITIONAL_FIELDS } from '@contactsheet/contract'

/** What flags say of how soon a batch is made. */
export interface EconomyFlags {
  economy?: boolean | undefined
  deadline?: string | undefined
}

/** A time as people write it, of this machine's own clock. */
const LOCAL_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?$/

/**
 * A request with what flags say of how soon it is made. One in the positional form, which has no place for that, becomes an object;
 * one that is not in order is left for whoever judges requests.
 */
export function withEconomy(request: unknown, { economy, deadline }: EconomyFlags): unknown {
  if (!economy) return request
  const isPositional = Array.isArray(request) && request.length === POSITIONAL_FIELDS.length
  const fields = isPositional
    ? Object.fromEntries(POSITIONAL_FIELDS.map((field, place) => [field, request[place]]))
    : request
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return request
  return {
    ...fields,
    speed: 'economy',
    ...(deadline === undefined ? {} : { deadline: deadlineIn(deadline) }),
  }
}

/** Hours, or a time with its offset. What is neither is left to be refused where deadlines are judged. */
function deadlineIn(flag: string): string | number {
  if (/^\d+(?:\.\d+)?$/.test(flag)) return Number(flag)
  const time = LOCAL_TIME.test(flag) ? Date.parse(flag) : Number.NaN
  return Number.isNaN(time) ? flag : new Date(time).toISOString()
}
