import type { Batch } from './batch.ts'
import { estimatesOf, mostUsd } from './estimate.ts'
import { filledPrompts } from './fill-prompts.ts'
import { type Leaf, leafCount, leavesOf } from './leaf.ts'
import type { PromptItem } from './prompt-item.ts'
import { nextVersion } from './recompose.ts'
import { repetitions } from './repetitions.ts'
import { roundUsd } from './round-usd.ts'
import { atOnce } from './speed.ts'

/**
 * Prompts that are to be added to a batch, as a batch of these alone: what is looked at of a new batch is looked at of it.
 * Whatever the speed of the batch, they are made at once, as all that is asked for later.
 *
 * @param items that have none of `fillFaults` beside the texts of the batch
 */
export function additionOf(batch: Batch, items: readonly PromptItem[], now: Date): Batch {
  const {
    items: _items,
    references: _references,
    titles: _titles,
    changes: _changes,
    versions: _versions,
    reopened: _reopened,
    reusable: _reusable,
    deadline: _deadline,
    estimateMostUsd: _estimateMostUsd,
    ...rest
  } = batch
  const filled = filledPrompts({ ...batch, prompts: items }, batch.prompts.length)
  const fallback = batch.fallback?.map(atOnce)
  const addition = {
    ...rest,
    createdAt: now.toISOString(),
    prompts: filled.prompts,
    ...(filled.items === undefined ? {} : { items: filled.items }),
    models: batch.models.map(atOnce),
    ...(fallback === undefined ? {} : { fallback }),
    warnings: filled.warnings,
  }
  return { ...addition, ...estimatesOf(addition, false) }
}

/**
 * The batch with more prompts, behind those that it has, and one more version, in which their leaves are made. Those that it has
 * keep their ids, and are not touched. It is estimated at what it was, and the price of the new ones.
 *
 * @param addition of the same batch, see {@link additionOf}
 */
export function withAddition(batch: Batch, addition: Batch, now: Date): Batch {
  const from = batch.prompts.length
  const changed = {
    ...batch,
    prompts: [...batch.prompts, ...addition.prompts],
    ...itemsWith(batch, addition),
  }
  const estimateUsd = roundUsd(batch.estimateUsd + addition.estimateUsd)
  const estimateMostUsd = roundUsd(mostUsd(batch) + mostUsd(addition))
  const again = repetitions(changed, index => changed.items?.[index]?.references ?? [], from)
  const next = {
    ...changed,
    estimateUsd,
    estimateMostUsd: estimateMostUsd === estimateUsd ? undefined : estimateMostUsd,
    warnings: [...new Set([...batch.warnings, ...addition.warnings, ...again])],
  }
  const leaves = [...leavesOf(changed, leafCount(batch))].map(({ id }) => id)
  return nextVersion(next, { leaves, keep: false, anew: true, added: true }, now)
}

/** What prompts have of their own, in one list; pictures that both name are there once. */
function itemsWith(batch: Batch, addition: Batch): Pick<Batch, 'items' | 'references'> {
  if (batch.items === undefined && addition.items === undefined) return {}
  const references = [...(batch.references ?? [])]
  const places = (addition.references ?? []).map(reference => {
    const known = references.findIndex(({ sha256 }) => sha256 === reference.sha256)
    return known >= 0 ? known : references.push(reference) - 1
  })
  const moved = itemsOf(addition).map(item =>
    item.references === undefined
      ? item
      : { ...item, references: item.references.map(place => places[place] ?? 0) },
  )
  const items = [...itemsOf(batch), ...moved]
  return references.length === 0 ? { items } : { items, references }
}

function itemsOf({ prompts, items }: Batch): NonNullable<Batch['items']> {
  return items ?? prompts.map(() => ({}))
}

/** Whether a leaf is new in its last version: nobody has seen another picture of it. */
export function isAdded({ versions = [] }: Batch, { version }: Pick<Leaf, 'version'>): boolean {
  return version !== undefined && versions.find(({ tag }) => tag === version)?.added === true
}
