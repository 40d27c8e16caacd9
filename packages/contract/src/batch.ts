import { z } from 'zod'
import { STYLE_NAMES } from './catalog/looks.ts'
import { columnSchema } from './catalog/model.ts'
import { THEMES } from './catalog/template-spec.ts'
import { fallbackKindSchema, MOST_FALLBACKS } from './fallback-kinds.ts'
import { BATCH_ID_PATTERN, LEAF_ID_PATTERN, MOST_VARIATIONS, VERSION_TAG_PATTERN } from './ids.ts'
import { outputSchema } from './output.ts'
import { REFERENCE_LIMITS, referenceSchema } from './reference.ts'

/** Version of the JSON documents in the store. A reader refuses a higher one instead of guessing. */
export const DOCUMENT_VERSION = 1

/**
 * Version of a batch that says anything which release 0.1.0 does not know: it leaves such a batch alone, where it would take it
 * for damaged.
 */
export const LATER_DOCUMENT_VERSION = 2

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
  /** Whether originals are made anew as well, by the providers. Absent: pictures alone, of the originals there are. */
  anew: z.literal(true).optional(),
  /** Whether its leaves are of prompts that were added with it: there is nothing of them from before. */
  added: z.literal(true).optional(),
})

const reopenedSchema = z.strictObject({
  at: z.iso.datetime(),
  /** How long it had taken before, in milliseconds: see `WallClock`. */
  wallClockMs: z.int().nonnegative(),
})

/** What a leaf that was made again is asked for in place of what its prompt and its column say. */
const changeSchema = z.strictObject({ prompt: z.string().optional(), model: columnSchema.optional() })

/** What one prompt has of its own. Its texts have their variables filled in, those of the batch have not: see `textsOf`. */
const itemSchema = z.strictObject({
  /** What is drawn. Absent: the prompt. */
  title: z.string().optional(),
  /** In place of the batch's own. */
  language: z.string().optional(),
  kicker: z.string().optional(),
  subtitle: z.string().optional(),
  byline: z.string().optional(),
  /** Value of each `{{name}}`. Absent: braces are text like any other. */
  variables: z.record(z.string(), z.string()).optional(),
  /** Places among the batch's references. */
  references: z.array(z.int().nonnegative()).optional(),
})

/** `batch.json` in the store: what was asked, as it was accepted or last recomposed. */
export const batchSchema = z.strictObject({
  version: z.literal([DOCUMENT_VERSION, LATER_DOCUMENT_VERSION]),
  id: z.string().regex(BATCH_ID_PATTERN),
  createdAt: z.iso.datetime(),
  /** With their variables filled in. */
  prompts: z.array(z.string()).min(1),
  /** One for each prompt. Absent where none has anything of its own. */
  items: z.array(itemSchema).min(1).optional(),
  /** The columns. Resolved when the batch was accepted, so that a later catalog cannot change a batch under way. */
  models: z.array(columnSchema).min(1),
  /** Models that leaves are made with, in this order, where their column cannot make them. Absent: none. */
  fallback: z.array(columnSchema).min(1).max(MOST_FALLBACKS).optional(),
  /** After which failures, also where those may have been charged. Absent: see `modelAfter`. */
  fallbackOn: z.array(fallbackKindSchema).min(1).optional(),
  style: z.enum(STYLE_NAMES),
  /** Name of a template and of a font, built in or of the brand kit. */
  template: z.string(),
  font: z.string(),
  context: z.string(),
  extraPrompt: z.string(),
  /** What it was called when it was accepted: see `LabelNotes` for what it is called by now. Absent: nothing. */
  name: z.string().optional(),
  tags: z.array(z.string()).min(1).optional(),
  /** Sum of the known prices, in USD. */
  estimateUsd: z.number().nonnegative(),
  /** The same with each leaf made by the dearest of the models it may fall back to. Absent where that is no more. */
  estimateMostUsd: z.number().nonnegative().optional(),
  /** Whether originals of other batches are taken for its leaves, and its own for theirs. Absent: no. */
  reuse: z.literal('always').optional(),
  /** How many of its leaves had such an original when it was accepted, as far as was looked, and what these leaves cost by their prices, in USD. */
  reusable: z.strictObject({ leaves: z.int().nonnegative(), usd: z.number().nonnegative() }).optional(),
  warnings: z.array(z.string()),
  /** Name of the token that it was accepted of, whose budget it counts for. Absent where that has none. */
  madeBy: z.string().optional(),
  /** How many shares that token has of the turns at the workers. Absent: one, as of those without a name. */
  share: z.number().positive().optional(),
  /** By when all leaves are to be made: what the economy lane has not made in time is made at once. Absent: none. */
  deadline: z.iso.datetime().optional(),
  /** Most it may be estimated at, in USD, as the request said. */
  maxCostUsd: z.number().positive().optional(),
  /** Where to tell that it has settled. May hold a secret: nothing public shows more than its origin. */
  webhook: z.string().optional(),
  /** Id of the batch that its request says it goes back to. That may be gone. */
  from: z.string().regex(BATCH_ID_PATTERN).optional(),
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
  /** How many leaves each prompt has in each column. Absent: one. */
  variations: z.int().min(2).max(MOST_VARIATIONS).optional(),
  /** Places, ascending, of those leaves that the batch has, of all there could be. Absent: it has all. */
  sample: z.array(z.int().nonnegative()).min(1).optional(),
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
  /** The pictures that models are given beside the prompts, each once. Absent: none. */
  references: z.array(referenceSchema).min(1).max(REFERENCE_LIMITS.inBatch).optional(),
  /** Titles that differ from their prompts, by leaf. */
  titles: z.record(z.string().regex(LEAF_ID_PATTERN), z.string()).optional(),
  /** What leaves are asked for that were made again with another prompt or model, by leaf. */
  changes: z.record(z.string().regex(LEAF_ID_PATTERN), changeSchema).optional(),
  /** How often, and of which leaves, the pictures were made anew. Absent: never. */
  versions: z.array(versionSchema).min(1).max(MOST_VERSIONS).optional(),
  /** When it was last opened again for leaves that had failed or been canceled. Absent: never. */
  reopened: reopenedSchema.optional(),
})
export type BatchVersion = z.infer<typeof versionSchema>
export type Batch = z.infer<typeof batchSchema>

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
export function earlierTags(
  { versions = [] }: Batch,
  { id, version }: { id: string; version?: string | undefined },
): (string | undefined)[] {
  if (version === undefined) return []
  const { leaves } = indexOf(versions)
  const ofLeaf = versions.filter((_, place) => leaves[place]?.has(id) ?? true).map(({ tag }) => tag)
  return [...ofLeaf.filter(tag => tag !== version).reverse(), undefined]
}

/**
 * Tags of the versions in which originals of a leaf were to be made, the newest first, as far as one of its versions; undefined
 * stands for the first.
 *
 * @param version the last one that counts
 */
export function makingTags(
  { versions = [] }: Batch,
  { id, version }: { id: string; version?: string | undefined },
): (string | undefined)[] {
  const upTo = versions.slice(0, versions.findIndex(({ tag }) => tag === version) + 1)
  const made = upTo.filter(({ anew, leaves }) => anew && (leaves?.includes(id) ?? true))
  return [...made.map(({ tag }) => tag).reverse(), undefined]
}

/** Which leaves versions are of, found out once for all leaves of a batch. */
interface VersionIndex {
  /** Of each version; undefined for all. */
  leaves: readonly (ReadonlySet<string> | undefined)[]
  /** Tag of the last version of all leaves. */
  lastOfAll: string | undefined
  /** Tags of later versions, by leaf. */
  later: ReadonlyMap<string, string>
  /** Tags of the last versions in which an original was to be made, by leaf. */
  makings: ReadonlyMap<string, string>
}

const indexes = new WeakMap<readonly BatchVersion[], VersionIndex>()

function indexOf(versions: readonly BatchVersion[]): VersionIndex {
  const known = indexes.get(versions)
  if (known !== undefined) return known
  const place = versions.findLastIndex(({ leaves }) => leaves === undefined)
  const byLeaf = (some: readonly BatchVersion[]) =>
    new Map(some.flatMap(({ tag, leaves = [] }) => leaves.map((id): [string, string] => [id, tag])))
  const index = {
    leaves: versions.map(({ leaves }) => leaves && new Set(leaves)),
    lastOfAll: versions[place]?.tag,
    later: byLeaf(versions.slice(place + 1)),
    makings: byLeaf(versions.filter(({ anew }) => anew)),
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

/** Tag of the last version in which an original of a leaf was to be made; undefined for the first. */
export function makingOf({ versions }: Batch, leafId: string): string | undefined {
  return versions && indexOf(versions).makings.get(leafId)
}
