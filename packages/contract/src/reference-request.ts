import { z } from 'zod'
import type { Batch } from './batch.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { Column } from './catalog/model.ts'
import { partsOf } from './columns.ts'
import { documentVersionOf } from './document-version.ts'
import { tooMuchForLane } from './economy-input.ts'
import type { FallbackRequest } from './fallback-request.ts'
import { type Leaf, modelsOf } from './leaf.ts'
import type { FieldError } from './problem.ts'
import { REFERENCE_ID_PATTERN, type Reference, referencesOf } from './reference.ts'

/** Pictures that one prompt may go with, whatever its model takes: no model takes more. */
const MOST_OF_PROMPT = 16

/** Characters of what a picture is referred to by: an id, or an address. */
const MAX_LENGTH = 2_000

const NEITHER = 'must be the id of an uploaded picture (POST /references), or a URL that starts with https://'

const reference = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(MAX_LENGTH, `must be at most ${MAX_LENGTH} characters`)
  .refine(asked => REFERENCE_ID_PATTERN.test(asked) || isAddress(asked), NEITHER)

/** By its form alone: where it leads is looked at when it is fetched. */
function isAddress(asked: string): boolean {
  return /^https?:\/\//i.test(asked) && URL.canParse(asked)
}

/** Pictures to go by, as a request gives them. */
export const referenceListSchema = z
  .array(reference)
  .max(MOST_OF_PROMPT, `must hold at most ${MOST_OF_PROMPT} references`)
  .describe('Pictures to go by, in this order: ids of `POST /references`, or https addresses.')

/** The part of a request that says what pictures go with its prompts. */
export interface ReferenceRequest {
  prompts: readonly (string | { references?: readonly string[] | undefined })[]
  /** For every prompt, before its own. */
  references?: readonly string[] | undefined
}

/** A reference as a request names it, and where. */
export interface AskedReference {
  asked: string
  field: string
}

/** Every reference of a request, in its order: those of all prompts first. */
export function askedReferences({ prompts, references = [] }: ReferenceRequest): AskedReference[] {
  return [
    ...references.map((asked, place) => ({ asked, field: `references[${place}]` })),
    ...prompts.flatMap((item, index) =>
      ownOf(item).map((asked, place) => ({ asked, field: `prompts[${index}].references[${place}]` })),
    ),
  ]
}

function ownOf(item: ReferenceRequest['prompts'][number]): readonly string[] {
  return typeof item === 'string' ? [] : (item.references ?? [])
}

/**
 * A batch with the pictures that its request names. What two of the names lead to is there once, also for one prompt.
 *
 * @param found the picture of each name
 */
export function withReferences(
  batch: Batch,
  request: ReferenceRequest,
  found: ReadonlyMap<string, Reference>,
): Batch {
  const references: Reference[] = []
  const places = new Map<string, number>()
  const placeOf = (asked: string): number => {
    const reference = found.get(asked)
    if (reference === undefined) throw new RangeError(`Nothing is known of the reference ${asked}.`)
    const known = places.get(reference.sha256)
    if (known !== undefined) return known
    places.set(reference.sha256, references.length)
    return references.push(reference) - 1
  }
  const items = request.prompts.map((item, index) => {
    const asked = [...(request.references ?? []), ...ownOf(item)]
    const own = batch.items?.[index] ?? {}
    return asked.length === 0 ? own : { ...own, references: [...new Set(asked.map(placeOf))] }
  })
  if (references.length === 0) return batch
  const made = { ...batch, items, references }
  return { ...made, version: documentVersionOf(made) }
}

/**
 * What keeps models of a batch from being given its references, by the fields of its request: a model that takes none, or not
 * so many, or not so much; an economy lane that cannot be given so much.
 */
export function referenceFaults(
  batch: Batch,
  request: ReferenceRequest & Pick<FallbackRequest, 'models' | 'fallback'>,
  catalog: Catalog,
): FieldError[] {
  if (batch.references === undefined) return []
  const today = new Date(batch.createdAt)
  const fields = new Map<string | undefined, string>()
  for (const name of ['models', 'fallback'] as const)
    for (const [place, item] of (request[name] ?? []).entries()) {
      const id = catalog.resolve(partsOf(item).id, today)?.model.id
      if (!fields.has(id)) fields.set(id, `${name}[${place}]`)
    }
  const columns = new Map(modelsOf(batch).map(column => [column.id, column]))
  return [...columns.values()].flatMap(column => {
    const none = takesNone(column.id, catalog, today)
    return none === undefined
      ? countFaults(batch, request, column, catalog)
      : [{ field: fields.get(column.id) ?? 'models', message: none }]
  })
}

/** What keeps the model of a leaf from being given its references; undefined if nothing does. */
export function leafReferenceFault(
  batch: Batch,
  leaf: Leaf,
  catalog: Catalog,
  today: Date,
): string | undefined {
  const references = referencesOf(batch, leaf.promptIndex)
  if (references.length === 0) return undefined
  const { model } = leaf
  const message = takesNone(model.id, catalog, today) ?? tooMuch(references, model, catalog)
  return message === undefined || message.startsWith(model.id) ? message : `its references ${message}`
}

function takesNone(id: string, catalog: Catalog, today: Date): string | undefined {
  if (catalog.get(id)?.references !== undefined) return undefined
  const takers = catalog.living(today).filter(({ references }) => references !== undefined)
  const others = takers.map(model => model.id).join(', ')
  return `${id} takes no references. Leave it or them out; those that take them: ${others || 'none'}`
}

/** What references of one prompt have more of than a model takes. */
function tooMuch(references: readonly Reference[], column: Column, catalog: Catalog): string | undefined {
  const { id } = column
  const { most = 0, totalBytes = Number.POSITIVE_INFINITY } = catalog.get(id)?.references ?? {}
  if (references.length > most) return `are ${references.length}; ${id} takes at most ${most}`
  const bytes = references.reduce((sum, reference) => sum + reference.bytes, 0)
  return bytes > totalBytes
    ? `have ${bytes} bytes together; ${id} takes at most ${totalBytes} in one request`
    : tooMuchForLane(references, column)
}

function countFaults(
  batch: Batch,
  request: ReferenceRequest,
  column: Column,
  catalog: Catalog,
): FieldError[] {
  const shared = (request.references ?? []).length
  const faults = batch.prompts.flatMap((_, index) => {
    const message = tooMuch(referencesOf(batch, index), column, catalog)
    const own = ownOf(request.prompts[index] ?? '').length
    return message === undefined ? [] : [{ own, field: `prompts[${index}].references`, message }]
  })
  // What no prompt can do anything about is told once.
  const all = faults.find(({ own }) => own === 0)
  if (all !== undefined) return [{ field: 'references', message: all.message }]
  const told = shared === 0 ? '' : ', with those of all prompts'
  return faults.map(({ field, message }) => ({ field, message: message.replace(/;/, `${told};`) }))
}
