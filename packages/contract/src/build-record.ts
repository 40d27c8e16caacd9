import { type Batch, type BatchVersion, DOCUMENT_VERSION } from './batch.ts'
import type { Column } from './catalog/model.ts'
import { addCharges, type Charge, chargeOf, costsOf, type TokenUsage, times } from './charge.ts'
import type { LeafFailure } from './error.ts'
import { modelAsked, modelCalled, modelsForLeaf } from './fallback.ts'
import { isMadeAgain, type Leaf } from './leaf.ts'
import type { LeafRecord, SettledState } from './record.ts'
import { chargesOf } from './record-charges.ts'
import type { Attempt } from './retry.ts'
import { atOnce } from './speed.ts'

/** How a leaf ended, as far as whoever writes its record knows. What is left out did not happen. */
export interface Ending {
  /** The last attempt that was begun, with the charge of its own call if that brought nothing. */
  attempt?:
    | (Pick<Attempt, 'number' | 'startedAt'> &
        Partial<Pick<Attempt, 'charges' | 'charged' | 'tried' | 'retries'>>)
    | undefined
  /** Milliseconds of each step of that attempt, by the step's name. */
  steps?: LeafRecord['steps'] | undefined
  /** The whole text that the provider was sent. */
  prompt?: string | undefined
  /** The picture the provider made, whether or not more came of it. `model`: id of what made it, if that is not the leaf's own; `economy`: when the economy lane was asked, if that made it. */
  picture?:
    | ({
        simulated: boolean
        model?: string | undefined
        usage?: TokenUsage | undefined
        economy?: string | undefined
      } & Pick<LeafRecord, 'reused'>)
    | undefined
  original?: LeafRecord['original'] | undefined
  image?: LeafRecord['image'] | undefined
  small?: LeafRecord['small'] | undefined
  outputs?: LeafRecord['outputs'] | undefined
  /** What whoever looks at the image should know about it. */
  warnings?: string[] | undefined
  /** Why there is no image. The kind `canceled` makes it a canceled leaf. */
  error?: LeafFailure | undefined
  /** Its record from before the version of the leaf, in which it was to be made again, or its pictures alone. */
  previous?: LeafRecord | undefined
}

/**
 * The record of a leaf that settles now. Every record is made here.
 *
 * @param now milliseconds since the epoch
 */
export function buildRecord(batch: Batch, leaf: Leaf, ending: Ending, now: number = Date.now()): LeafRecord {
  const { previous } = ending
  if (previous === undefined) return recordOfMaking(batch, leaf, ending, now)
  const build = isMadeAgain(leaf) ? madeAgainRecord : recomposedRecord
  return build(batch, leaf, previous, ending, now)
}

/** Of a leaf that a provider made, or was to make. */
function recordOfMaking(batch: Batch, leaf: Leaf, ending: Ending, now: number): LeafRecord {
  const { attempt, steps = {}, prompt, picture, original, image, small, outputs, warnings, error } = ending
  // Providers tell it in whole seconds, which may be before the batch; and it may be of before that was opened again.
  const submittedAt =
    picture?.economy === undefined ? undefined : Math.max(Date.parse(picture.economy), askedAt(batch, leaf))
  const startedAt = submittedAt ?? attempt?.startedAt ?? now
  const tried = attempt?.tried ?? []
  const model =
    picture === undefined ? modelAsked(batch, leaf, { tried }) : modelCalled(batch, leaf, picture.model)
  return {
    version: DOCUMENT_VERSION,
    batchId: batch.id,
    leafId: leaf.id,
    title: leaf.title,
    ...(prompt === undefined ? {} : { prompt }),
    model: model.id,
    provider: model.provider,
    ...fallenBackFrom(batch, leaf, model, tried),
    state: stateAfter(error),
    attempts: attempt?.number ?? 0,
    startedAt: new Date(startedAt).toISOString(),
    settledAt: new Date(now).toISOString(),
    queuedMs: Math.max(0, startedAt - askedAt(batch, leaf)),
    durationMs: Math.max(0, now - startedAt),
    steps,
    ...retriesSince(startedAt, attempt?.retries),
    ...costsWith(chargesOfMaking(leaf, model, ending)),
    simulated: picture?.simulated ?? false,
    ...(picture?.economy === undefined ? {} : { speed: 'economy' as const }),
    ...(picture?.reused === undefined ? {} : { reused: picture.reused }),
    ...(original === undefined ? {} : { original }),
    ...(image === undefined ? {} : { image }),
    ...(small === undefined ? {} : { small }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(warnings === undefined ? {} : { warnings }),
    ...(error === undefined ? {} : { error }),
    ...(leaf.version === undefined ? {} : { tag: leaf.version }),
  }
}

/** Tries before the last, by the times of the record: of what the economy lane made, those since that was asked for it. */
function retriesSince(startedAt: number, retries: Attempt['retries'] = []): Pick<LeafRecord, 'retries'> {
  const told = retries.filter(({ endedAt }) => endedAt >= startedAt)
  const since = (at: number) => Math.max(0, at - startedAt)
  return told.length === 0
    ? {}
    : {
        retries: told.map(({ kind, ...ran }) => ({
          kind,
          startedMs: since(ran.startedAt),
          endedMs: since(ran.endedAt),
        })),
      }
}

/** Whether nobody was charged for a picture: the emulator made it, or it was there. */
export function isFree({ simulated, reused }: NonNullable<Ending['picture']>): boolean {
  return simulated || reused !== undefined
}

/** The models that were asked for a leaf before the one that made it, or was asked last. */
function fallenBackFrom(
  batch: Batch,
  leaf: Leaf,
  model: Column,
  tried: Attempt['tried'],
): Pick<LeafRecord, 'fallbackFrom'> {
  const models = modelsForLeaf(batch, leaf)
  const before = models.slice(0, models.indexOf(model))
  // Why is not known of a picture that was found again once its attempts were forgotten.
  const from = before.map(({ id }, place) => ({ model: id, ...(tried[place] && { error: tried[place] }) }))
  return from.length === 0 ? {} : { fallbackFrom: from }
}

/**
 * When what a leaf is made for was asked for, in milliseconds since the epoch. Whichever leaves run of a batch that was opened
 * again, it was opened for.
 */
function askedAt(batch: Batch, leaf: Leaf): number {
  const version = isMadeAgain(leaf) ? versionOfLeaf(batch, leaf) : undefined
  const asked = [batch.createdAt, version?.createdAt, batch.reopened?.at]
  return Math.max(...asked.flatMap(at => (at === undefined ? [] : [Date.parse(at)])))
}

function versionOfLeaf({ versions = [] }: Batch, { version }: Leaf): BatchVersion | undefined {
  return versions.find(({ tag }) => tag === version)
}

/**
 * The record of a leaf that was to be made again: of the new making, but for what it cost. One that was canceled before a
 * picture was kept is carried over with what it has.
 */
function madeAgainRecord(
  batch: Batch,
  leaf: Leaf,
  previous: LeafRecord,
  ending: Ending,
  now: number,
): LeafRecord {
  const made = recordOfMaking(batch, leaf, ending, now)
  const costs = costsWith(addCharges(chargesOf(previous), chargesOf(made)))
  if (made.state === 'canceled' && made.original === undefined)
    return { ...previous, ...costs, ...(leaf.version === undefined ? {} : { tag: leaf.version }) }
  return { ...made, ...costs, ...earlierImages(batch, leaf, previous, ending.error) }
}

/** The charges of one making. Nobody charges what was simulated, nor a picture that was there. */
function chargesOfMaking(leaf: Leaf, model: Column, { attempt, picture }: Ending): Charge[] {
  if (picture?.simulated) return []
  const { charges = [], charged = 0 } = attempt ?? {}
  const counted = charged === 0 ? [] : [times(chargeOf(atOnce(leaf.model), false, undefined), charged)]
  const paid =
    picture === undefined || isFree(picture)
      ? []
      : [chargeOf(picture.economy === undefined ? atOnce(model) : model, true, picture.usage)]
  return addCharges(counted, [...charges, ...paid])
}

/** What charges come to, as a record has it. */
function costsWith(charges: Charge[]): Pick<LeafRecord, 'charges' | 'costUsd' | 'atRiskUsd'> {
  return { ...(charges.length === 0 ? {} : { charges }), ...costsOf(charges) }
}

/** Images that a new one, or the reason why there is none, does not replace. */
function earlierImages(
  batch: Batch,
  leaf: Leaf,
  { image, earlier = [] }: LeafRecord,
  error: LeafFailure | undefined,
): Pick<LeafRecord, 'earlier'> {
  const keep = error !== undefined || versionOfLeaf(batch, leaf)?.keep
  const all = [...earlier, ...(keep && image !== undefined ? [image] : [])]
  return all.length === 0 ? {} : { earlier: all }
}

/** Whether pictures of a leaf can be made, or made anew: a provider made one, and its images have not been deleted. */
export function hasOriginal({ state, image, original }: LeafRecord): boolean {
  return state !== 'canceled' && (original ?? image) !== undefined
}

/** The steps that a leaf takes again for new pictures. */
const MADE_ANEW = ['compose', 'upload'] as const

/**
 * The record of a leaf whose pictures were to be made anew. What its making came to (attempts, times, costs) stays as it
 * was. A leaf that has none to be made anew, or was not reached, is carried over with what it has.
 */
function recomposedRecord(
  batch: Batch,
  leaf: Leaf,
  previous: LeafRecord,
  { steps = {}, image, small, outputs, warnings, error }: Ending,
  now: number,
): LeafRecord {
  const {
    image: _image,
    small: _small,
    outputs: _outputs,
    earlier: _earlier,
    warnings: warned = [],
    error: _error,
    ...rest
  } = previous
  const tag = leaf.version === undefined ? {} : { tag: leaf.version }
  const isReached = image !== undefined || (error !== undefined && error.kind !== 'canceled')
  if (!hasOriginal(previous) || !isReached) {
    const all = [...new Set([...warned, ...(warnings ?? [])])]
    return { ...previous, ...(all.length === 0 ? {} : { warnings: all }), ...tag }
  }
  return {
    ...rest,
    title: leaf.title,
    state: stateAfter(error),
    steps: { ...previous.steps, ...Object.fromEntries(MADE_ANEW.map(name => [name, steps[name] ?? 0])) },
    ...(image === undefined ? {} : { image }),
    ...(small === undefined ? {} : { small }),
    ...(outputs === undefined ? {} : { outputs }),
    ...earlierImages(batch, leaf, previous, error),
    ...(warnings === undefined ? {} : { warnings }),
    ...(error === undefined ? {} : { error }),
    ...tag,
    composedAt: new Date(now).toISOString(),
  }
}

function stateAfter(error: LeafFailure | undefined): SettledState {
  if (error === undefined) return 'succeeded'
  return error.kind === 'canceled' ? 'canceled' : 'failed'
}
