import { z } from 'zod'
import { STYLE_NAMES } from './catalog/looks.ts'
import { type Model, modelSchema } from './catalog/model.ts'
import { THEMES } from './catalog/template-spec.ts'
import { BATCH_ID_PATTERN, LEAF_ID_PATTERN, leafId, VERSION_TAG_PATTERN } from './ids.ts'
import { outputSchema } from './output.ts'

/** Version of the JSON documents in the store. A reader refuses a higher one instead of guessing. */
export const DOCUMENT_VERSION = 1

/**
 * Version of a batch that was recomposed: releases that know no versions of pictures leave it alone, where they would take
 * it for damaged.
 */
export const RECOMPOSED_DOCUMENT_VERSION = 2

/** Most versions that a batch can have: their tags number them, and each is a line of `batch.json`. */
export const MOST_VERSIONS = 1_000

/** Pictures of a batch made anew from its originals. */
const versionSchema = z.strictObject({
  /** Tells its files and records from those before. */
  tag: z.string().regex(VERSION_TAG_PATTERN),
  createdAt: z.iso.datetime(),
  /** Ids of the leaves it is of. Absent: all. */
  leaves: z.array(z.string().regex(LEAF_ID_PATTERN)).optional(),
  /** Whether the pictures before stay. */
  keep: z.boolean(),
})

/** `batch.json` in the store: what was asked, as it was accepted or last recomposed. */
export const batchSchema = z.strictObject({
  version: z.literal([DOCUMENT_VERSION, RECOMPOSED_DOCUMENT_VERSION]),
  id: z.string().regex(BATCH_ID_PATTERN),
  createdAt: z.iso.datetime(),
  prompts: z.array(z.string()).min(1),
  /** Resolved when the batch was accepted, so that a later catalog cannot change a batch under way. */
  models: z.array(modelSchema).min(1),
  style: z.enum(STYLE_NAMES),
  /** Name of a template and of a font, built in or of the brand kit. */
  template: z.string(),
  font: z.string(),
  context: z.string(),
  extraPrompt: z.string(),
  /** Sum of the known prices, in USD. */
  estimateUsd: z.number().nonnegative(),
  warnings: z.array(z.string()),
  /** Most it may be estimated at, in USD, as the request said. */
  maxCostUsd: z.number().positive().optional(),
  /** Where to tell that it has settled. May hold a secret: nothing public shows more than its origin. */
  webhook: z.string().optional(),
  /** How file names are made of titles, see `slug`. Absent: the first way. */
  names: z.literal(2).optional(),
  /** Absent: one, see `outputsOf`. */
  outputs: z.array(outputSchema).min(1).optional(),
  /** Absent: each picture has its title. */
  title: z.literal(false).optional(),
  /** `series`: all titles in one size. Absent: each as large as it fits. */
  titleSize: z.literal('series').optional(),
  /** Absent: the template's own. */
  theme: z.enum(THEMES).optional(),
  /** Of all titles, as BCP 47 has it, where their script alone does not tell. */
  language: z.string().optional(),
  /** Further texts, the same on each picture. */
  kicker: z.string().optional(),
  subtitle: z.string().optional(),
  byline: z.string().optional(),
  /** Name of a logo of the brand kit. */
  logo: z.string().optional(),
  /** What the names of the brand kit stood for, as SHA-256 by `<kind>/<name>`. */
  brand: z.record(z.string(), z.string()).optional(),
  /** Titles that differ from their prompts, by leaf. */
  titles: z.record(z.string().regex(LEAF_ID_PATTERN), z.string()).optional(),
  /** How often, and of which leaves, the pictures were made anew from their originals. Absent: never. */
  versions: z.array(versionSchema).min(1).max(MOST_VERSIONS).optional(),
})
export type BatchVersion = z.infer<typeof versionSchema>
export type Batch = z.infer<typeof batchSchema>

/** One (prompt, model) pair of a batch. Derived from the batch, never stored. */
export interface Leaf {
  id: string
  promptIndex: number
  modelIndex: number
  /** As the user wrote it. */
  prompt: string
  /** What is drawn on the picture. */
  title: string
  model: Model
  /** Tag of the version whose pictures are its last. Absent: the first, which have none. */
  version?: string | undefined
}

/** The leaf of a batch at a prompt and a model. Throws RangeError if the batch has no such leaf. */
export function leafOf(batch: Batch, promptIndex: number, modelIndex: number): Leaf {
  const prompt = batch.prompts[promptIndex]
  const model = batch.models[modelIndex]
  if (prompt === undefined || model === undefined)
    throw new RangeError(`Batch ${batch.id} has no leaf at prompt ${promptIndex}, model ${modelIndex}.`)
  const id = leafId(promptIndex, modelIndex)
  const leaf = { id, promptIndex, modelIndex, prompt, title: batch.titles?.[id] ?? prompt, model }
  const version = versionOf(batch, id)
  return version === undefined ? leaf : { ...leaf, version }
}

/** Tag of the last version of a batch, of whichever leaves; undefined if there is none but the first. */
export function lastTag({ versions }: Batch): string | undefined {
  return versions?.at(-1)?.tag
}

/** @param tag of a version; undefined stands for the first, which every batch has */
export function hasVersion({ versions = [] }: Batch, tag: string | undefined): boolean {
  return tag === undefined || versions.some(version => version.tag === tag)
}

/**
 * Tags under which a leaf can have a record from before its last version, the newest first; undefined stands for the first
 * version, whose records have none. Empty for a leaf of no other version.
 */
export function earlierTags({ versions = [] }: Batch, { id, version }: Leaf): (string | undefined)[] {
  if (version === undefined) return []
  const { leaves } = indexOf(versions)
  const ofLeaf = versions.filter((_, place) => leaves[place]?.has(id) ?? true).map(({ tag }) => tag)
  return [...ofLeaf.filter(tag => tag !== version).reverse(), undefined]
}

/** Which leaves versions are of, found out once for all leaves of a batch. */
interface VersionIndex {
  /** Of each version; undefined for all. */
  leaves: readonly (ReadonlySet<string> | undefined)[]
  /** Tag of the last version of all leaves. */
  lastOfAll: string | undefined
  /** Tags of later versions, by leaf. */
  later: ReadonlyMap<string, string>
}

const indexes = new WeakMap<readonly BatchVersion[], VersionIndex>()

function indexOf(versions: readonly BatchVersion[]): VersionIndex {
  const known = indexes.get(versions)
  if (known !== undefined) return known
  const place = versions.findLastIndex(({ leaves }) => leaves === undefined)
  const index = {
    leaves: versions.map(({ leaves }) => leaves && new Set(leaves)),
    lastOfAll: versions[place]?.tag,
    later: new Map(
      versions
        .slice(place + 1)
        .flatMap(({ tag, leaves = [] }) => leaves.map((id): [string, string] => [id, tag])),
    ),
  }
  indexes.set(versions, index)
  return index
}

/** Tag of the last version that a leaf is part of; undefined if there is none. */
export function versionOf({ versions }: Batch, leafId: string): string | undefined {
  if (versions === undefined) return undefined
  const { later, lastOfAll } = indexOf(versions)
  return later.get(leafId) ?? lastOfAll
}

/** The leaf of a batch at a place in its order, from 0. Throws RangeError if the batch has no such leaf. */
export function leafAt(batch: Batch, position: number): Leaf {
  const models = batch.models.length
  return leafOf(batch, Math.floor(position / models), position % models)
}

/** The leaf of a batch by its id. Throws RangeError if the batch has no such leaf. */
export function leafById(batch: Batch, id: string): Leaf {
  return leafOf(batch, Number(id.slice(0, 4)), Number(id.slice(5)))
}

/** Whether an id is of a leaf of a batch. */
export function hasLeaf(batch: Pick<Batch, 'prompts' | 'models'>, id: string): boolean {
  return (
    LEAF_ID_PATTERN.test(id) &&
    Number(id.slice(0, 4)) < batch.prompts.length &&
    Number(id.slice(5)) < batch.models.length
  )
}

/** The place of a leaf in the order of its batch, from 0; it may be beyond the last. */
export function leafPosition(batch: Batch, id: string): number {
  return Number(id.slice(0, 4)) * batch.models.length + Number(id.slice(5))
}

/**
 * The leaves of a batch, in order: all models of the first prompt, then of the second.
 *
 * @param from position of the first of them
 * @param to position of the first that is left out; by default there is none
 */
export function* leavesOf(batch: Batch, from = 0, to = leafCount(batch)): Generator<Leaf> {
  for (let position = from; position < Math.min(to, leafCount(batch)); position++)
    yield leafAt(batch, position)
}

export function leafCount(batch: Batch): number {
  return batch.prompts.length * batch.models.length
}
