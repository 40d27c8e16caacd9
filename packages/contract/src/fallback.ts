import type { Batch } from './batch.ts'
import type { Column } from './catalog/model.ts'
import { isForWords, priceCall } from './charge.ts'
import { isSameColumn } from './columns.ts'
import type { ErrorKind, KindError } from './error.ts'
import { USUAL_FALLBACK_KINDS } from './fallback-kinds.ts'
import type { Leaf } from './leaf.ts'
import { type Attempt, withCharge } from './retry.ts'

/** The models that a leaf may be made with, in the order in which they are asked: that of its column first. */
export function modelsForLeaf(
  { fallback = [] }: Pick<Batch, 'fallback'>,
  { model }: Pick<Leaf, 'model'>,
): [Column, ...Column[]] {
  return [model, ...fallback.filter(other => !isSameColumn(other, model))]
}

/** The model of an id that made a leaf; that of its column where none is named, or none that the batch knows. */
export function modelCalled(batch: Pick<Batch, 'fallback'>, leaf: Leaf, id: string | undefined): Column {
  return modelsForLeaf(batch, leaf).find(model => model.id === id) ?? leaf.model
}

/** The model that an attempt of a leaf asks. */
export function modelAsked(batch: Batch, leaf: Leaf, { tried }: Pick<Attempt, 'tried'>): Column {
  return modelsForLeaf(batch, leaf)[tried.length] ?? leaf.model
}

/**
 * The model that a leaf is made with next, once an attempt has failed for good; undefined if it settles. After a failure
 * that may have been charged, for more than words, no other model is asked, unless the request names failures of that kind.
 */
export function modelAfter(
  batch: Batch,
  leaf: Leaf,
  attempt: Attempt,
  failure: KindError,
): Column | undefined {
  const next = modelsForLeaf(batch, leaf)[attempt.tried.length + 1]
  if (next === undefined) return undefined
  const named: readonly ErrorKind[] | undefined = batch.fallbackOn
  if (named !== undefined) return named.includes(failure.kind) ? next : undefined
  const { charges, charged = 0 } = withCharge(attempt, failure.charge)
  const isFree = charged === 0 && charges.every(isForWords)
  return isFree && USUAL_FALLBACK_KINDS.some(kind => kind === failure.kind) ? next : undefined
}

/** The dearest that a leaf may become, in USD, by the known prices of the models that it may be made with. */
export function mostUsdOf(batch: Pick<Batch, 'fallback'>, leaf: Pick<Leaf, 'model'>): number {
  return Math.max(...modelsForLeaf(batch, leaf).map(model => priceCall(model, undefined).usd ?? 0))
}
