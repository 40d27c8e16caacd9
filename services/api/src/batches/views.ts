import {
  type Accepted,
  askedOptions,
  type Batch,
  type BatchView,
  type Column,
  columnLabel,
  costByOf,
  countPicks,
  hasEconomy,
  hasLeaf,
  type Leaf,
  type LeafDetail,
  type LeafPage,
  type LeafPick,
  type LeafRecord,
  type LeafState,
  type LeafView,
  leafCount,
  leafPosition,
  leavesOf,
  leavesOfVersion,
  modelsOf,
  type Progress,
  referencesOf,
  roundUsd,
  sampledPrompts,
  versionNumber,
} from '@contactsheet/contract'
import { labelInView } from './labels.ts'
import type { Submitted } from './lane-stand.ts'
import { originalPath } from './original-path.ts'
import { type Selection, selectorOf } from './selection.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Where a picture can be fetched.
 *
 * @param key of the picture in the store
 * @param small key of the small one beside it, if that is what is wanted
 */
export type ImageUrl = (key: string, small?: string) => string

/** Which leaves a page holds. */
export interface LeafQuery extends Selection {
  /** Id of the last leaf of the page before. */
  cursor?: string | undefined
  limit: number
}

/** A batch with the first of its leaves. */
export async function batchView(snapshot: Snapshot, limit: number, imageUrl: ImageUrl): Promise<BatchView> {
  const { batch, settledAt } = snapshot
  // First the page: an open batch then has the records of the leaves it shows, and its sums include them.
  const page = await leafPage(snapshot, { limit }, imageUrl)
  const picks = await snapshot.picks()
  return {
    id: batch.id,
    createdAt: batch.createdAt,
    ...labelInView(await snapshot.label()),
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(hasEconomy(modelsOf(batch)) ? { speed: 'economy' as const } : {}),
    ...(batch.deadline === undefined ? {} : { deadline: batch.deadline }),
    style: batch.style,
    template: batch.template,
    font: batch.font,
    ...setOf(batch),
    ...versionsOf(batch),
    ...(batch.madeBy === undefined ? {} : { madeBy: batch.madeBy }),
    prompts: batch.prompts,
    ...itemsOf(batch),
    ...(batch.context === '' ? {} : { context: batch.context }),
    ...(batch.extraPrompt === '' ? {} : { extraPrompt: batch.extraPrompt }),
    models: batch.models.map(columnView),
    ...(batch.fallback === undefined ? {} : { fallback: batch.fallback.map(columnView) }),
    ...(batch.fallbackOn === undefined ? {} : { fallbackOn: batch.fallbackOn }),
    ...(batch.variations === undefined ? {} : { variations: batch.variations }),
    ...(batch.sample === undefined
      ? {}
      : { sample: { images: leafCount(batch), prompts: sampledPrompts(batch) } }),
    ...(batch.reuse === undefined ? {} : { reuse: batch.reuse }),
    ...(batch.maxCostUsd === undefined ? {} : { maxCostUsd: batch.maxCostUsd }),
    ...(picks.size === 0 ? {} : { picks: countPicks(picks) }),
    ...(batch.from === undefined ? {} : { from: batch.from }),
    ...(batch.webhook === undefined ? {} : { webhook: new URL(batch.webhook).origin }),
    warnings: batch.warnings,
    ...progressOf(snapshot),
    ...page,
  }
}

/** What prompts have of their own, pictures by their ids. */
function itemsOf(batch: Batch): Pick<BatchView, 'items'> {
  if (batch.items === undefined) return {}
  const items = batch.items.map(({ references, ...item }, index) =>
    references === undefined
      ? item
      : { ...item, references: referencesOf(batch, index).map(({ sha256 }) => sha256) },
  )
  return { items }
}

function columnView(column: Column, _: number, columns: Column[]): BatchView['models'][number] {
  const { id, provider, speed, price, tokenPrices } = column
  const options = askedOptions(column)
  const prices = { ...(price && { price }), ...(tokenPrices && { tokenPrices }) }
  return {
    id,
    label: columnLabel(column, columns),
    provider,
    ...(options === undefined ? {} : { options }),
    ...(speed === undefined ? {} : { speed }),
    ...prices,
  }
}

/** How a batch stands as a whole. */
export function progressOf(snapshot: Snapshot): Progress {
  const { batch, state, counts, economy } = snapshot
  const { timings, costUsd, listUsd, atRiskUsd, simulated } = snapshot.sums()
  const cost = {
    ...estimateIn(batch),
    actualUsd: roundUsd(costUsd),
    ...(listUsd === 0 ? {} : { listUsd }),
    ...(atRiskUsd === 0 ? {} : { atRiskUsd }),
  }
  return { state, counts, ...(economy === undefined ? {} : { economy }), timings, cost, simulated }
}

/** What a batch is estimated at. */
export function estimateIn({
  estimateUsd,
  estimateMostUsd,
  reusable,
}: Batch): Pick<Accepted, 'estimateUsd' | 'estimateMostUsd' | 'reusable' | 'reusableUsd'> {
  return {
    estimateUsd,
    ...(estimateMostUsd === undefined ? {} : { estimateMostUsd }),
    ...(reusable === undefined ? {} : { reusable: reusable.leaves, reusableUsd: reusable.usd }),
  }
}

/** One page of the leaves of a batch. */
export async function leafPage(
  snapshot: Snapshot,
  { cursor, limit, ...selection }: LeafQuery,
  imageUrl: ImageUrl,
): Promise<LeafPage> {
  const { batch } = snapshot
  const isSelected = await selectorOf(snapshot, selection)
  const found: { leaf: Leaf; state: LeafState }[] = []
  // A page may be asked for from where a sample has no leaf.
  const start = cursor === undefined ? 0 : leafPosition(batch, cursor) + Number(hasLeaf(batch, cursor))
  for (const leaf of leavesOf(batch, start)) {
    if (found.length > limit) break
    if (isSelected(leaf)) found.push({ leaf, state: snapshot.stateOf(leaf.id) })
  }
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  const picks = await snapshot.picks()
  const leaves = await Promise.all(
    page.map(async ({ leaf, state }) => {
      const marks = { pick: picks.get(leaf.id), submitted: snapshot.submitted?.(leaf.id) }
      return leafView(leaf, state, await snapshot.record(leaf.id), imageUrl, marks)
    }),
  )
  return { leaves, ...(last === undefined ? {} : { nextCursor: last.leaf.id }) }
}

/** What is known of a leaf beside its record. */
interface LeafMarks {
  /** What somebody said of it. */
  pick?: LeafPick | undefined
  /** Of a leaf that a provider's batch API has. */
  submitted?: Submitted | undefined
}

/** @param record undefined for a leaf that has not settled */
export function leafView(
  leaf: Leaf,
  state: LeafState,
  record: LeafRecord | undefined,
  imageUrl: ImageUrl,
  { pick, submitted }: LeafMarks = {},
): LeafView {
  const head: LeafView = {
    leafId: leaf.id,
    state,
    ...(submitted === undefined ? {} : { phase: 'submitted', ...submitted }),
    promptIndex: leaf.promptIndex,
    modelIndex: leaf.modelIndex,
    title: leaf.title,
    model: leaf.model.id,
    provider: leaf.model.provider,
    ...(leaf.variation === undefined ? {} : { variation: leaf.variation }),
    ...(pick === undefined ? {} : { pick }),
  }
  if (record === undefined) return head
  // A leaf that was to be made otherwise, and was canceled first, is what it was.
  const { title, model, provider, fallbackFrom } = record
  const {
    attempts,
    startedAt,
    queuedMs,
    durationMs,
    steps,
    retries,
    costUsd,
    atRiskUsd,
    simulated,
    speed,
    reused,
    earlier,
    warnings,
    error,
  } = record
  const costBy = costByOf(record)
  return {
    ...head,
    title,
    model,
    provider,
    ...(fallbackFrom === undefined ? {} : { fallbackFrom }),
    attempts,
    ...(attempts === 0 ? {} : { startedAt }),
    queuedMs,
    durationMs,
    steps,
    ...(retries === undefined ? {} : { retries }),
    costUsd,
    ...(costBy === undefined ? {} : { costBy }),
    ...(atRiskUsd === undefined ? {} : { atRiskUsd }),
    simulated,
    ...(speed === undefined ? {} : { speed }),
    ...(reused === undefined ? {} : { reused }),
    ...picturesOf(record, imageUrl),
    ...(earlier === undefined ? {} : { earlier: earlier.map(({ key }) => ({ imageUrl: imageUrl(key) })) }),
    ...(warnings === undefined ? {} : { warnings }),
    ...(error === undefined ? {} : { error }),
  }
}

/** A leaf by itself. */
export async function leafDetail(
  snapshot: Snapshot,
  leaf: Leaf,
  imageUrl: ImageUrl,
  basePath: string,
): Promise<LeafDetail> {
  const { batch } = snapshot
  const references = referencesOf(batch, leaf.promptIndex).map(({ sha256 }) => ({
    id: sha256,
    url: `${basePath}/batches/${batch.id}/references/${sha256}`,
  }))
  const record = await snapshot.record(leaf.id)
  const variables = batch.items?.[leaf.promptIndex]?.variables
  return {
    ...leafView(leaf, snapshot.stateOf(leaf.id), record, imageUrl, {
      pick: (await snapshot.picks()).get(leaf.id),
      submitted: snapshot.submitted?.(leaf.id),
    }),
    ...(record?.charges === undefined ? {} : { charges: record.charges }),
    asked: leaf.prompt,
    ...(record?.prompt === undefined ? {} : { prompt: record.prompt }),
    ...(record?.original === undefined
      ? {}
      : { originalUrl: `${basePath}${originalPath(batch.id, leaf.id, record.original)}` }),
    ...(variables === undefined ? {} : { variables }),
    ...(references.length === 0 ? {} : { references }),
  }
}

function versionsOf(batch: Batch): Pick<BatchView, 'version' | 'versions'> {
  if (batch.versions === undefined) return {}
  const versions = batch.versions.map(version => ({
    number: versionNumber(version),
    createdAt: version.createdAt,
    leaves: leavesOfVersion(batch, version),
    keep: version.keep,
    ...(version.anew === undefined ? {} : { anew: version.anew }),
    ...(version.added === undefined ? {} : { added: version.added }),
  }))
  return { version: versions.at(-1)?.number, versions }
}

/** The part of a batch's look that a batch has only where its request said so. */
function setOf({ outputs, title, titleSize, theme, language, kicker, subtitle, byline, logo }: Batch) {
  const all = { outputs, title, titleSize, theme, language, kicker, subtitle, byline, logo }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<
    typeof all
  >
}

/** Where the finished pictures of a leaf are. */
function picturesOf(
  { image, small, outputs }: LeafRecord,
  imageUrl: ImageUrl,
): Pick<LeafView, 'imageUrl' | 'smallUrl' | 'outputs'> {
  return {
    ...(image === undefined ? {} : { imageUrl: imageUrl(image.key) }),
    ...(image === undefined || small === undefined ? {} : { smallUrl: imageUrl(image.key, small.key) }),
    ...(outputs === undefined
      ? {}
      : { outputs: outputs.map(({ key, ...output }) => ({ ...output, url: imageUrl(key) })) }),
  }
}
