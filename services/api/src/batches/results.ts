import {
  askedOptions,
  type Batch,
  columnLabel,
  costByOf,
  type Leaf,
  type LeafPick,
  type LeafRecord,
  type LeafState,
  leavesOf,
} from '@contactsheet/contract'
import { variableName } from '@contactsheet/contract/text'
import { BYTE_ORDER_MARK, csvRows } from '@contactsheet/table'
import { type Selection, selectorOf } from './selection.ts'
import type { Snapshot } from './snapshot.ts'
import type { ImageUrl } from './views.ts'

/** Leaves whose records are read together, and as many rows as are in memory. */
const LEAVES_AT_ONCE = 200

/** What a table of results says of each leaf. A text, a number, or undefined where there is nothing to say. */
const FIELDS = [
  'leafId',
  'promptIndex',
  'prompt',
  'sentPrompt',
  'title',
  'language',
  'model',
  'column',
  'options',
  'variation',
  'state',
  'errorKind',
  'error',
  'costUsd',
  'durationMs',
  'image',
  'imageUrl',
  'reused',
  'costBy',
  'atRiskUsd',
  'speed',
  'pick',
] as const

interface Result extends Record<Exclude<(typeof FIELDS)[number], 'options'>, string | number | undefined> {
  options: Readonly<Record<string, string>> | undefined
  variables: Readonly<Record<string, string>> | undefined
  charges: LeafRecord['charges']
}

/**
 * A batch's leaves as CSV, piece by piece, with a byte order mark for Excel. Each variable has a column of its own, named as
 * it is; one that has the name of another column is called `variables.<name>`.
 *
 * @param selection which leaves
 */
export async function* resultsAsCsv(
  snapshot: Snapshot,
  selection: Selection,
  imageUrl: ImageUrl,
): AsyncGenerator<string> {
  const variables = variablesIn(snapshot.batch)
  const taken = new Set<string>(FIELDS.map(variableName))
  const names = [...variables].map(([key, name]) => (taken.has(key) ? `variables.${name}` : name))
  yield BYTE_ORDER_MARK + csvRows([[...FIELDS, ...names]])
  for await (const results of resultsOf(snapshot, selection, imageUrl))
    yield csvRows(
      results.map(result => {
        const values = new Map(
          Object.entries(result.variables ?? {}).map(([name, value]) => [variableName(name), value]),
        )
        const told = { ...result, options: optionsAsText(result.options) }
        return [...FIELDS.map(field => told[field]), ...[...variables.keys()].map(key => values.get(key))]
      }),
    )
}

/** The same as an object of JSON on each line. What there is nothing to say of is left out. */
export async function* resultsAsJson(
  snapshot: Snapshot,
  selection: Selection,
  imageUrl: ImageUrl,
): AsyncGenerator<string> {
  for await (const results of resultsOf(snapshot, selection, imageUrl))
    yield results.map(result => `${JSON.stringify(result)}\n`).join('')
}

async function* resultsOf(
  snapshot: Snapshot,
  selection: Selection,
  imageUrl: ImageUrl,
): AsyncGenerator<Result[]> {
  const { batch, stateOf, record } = snapshot
  const isSelected = await selectorOf(snapshot, selection)
  const picks = await snapshot.picks()
  let page: Leaf[] = []
  const read = () =>
    Promise.all(
      page.map(async leaf => {
        const marks = { state: stateOf(leaf.id), pick: picks.get(leaf.id) }
        return resultOf(batch, leaf, marks, await record(leaf.id), imageUrl)
      }),
    )
  for (const leaf of leavesOf(batch)) {
    if (!isSelected(leaf)) continue
    page.push(leaf)
    if (page.length < LEAVES_AT_ONCE) continue
    yield await read()
    page = []
  }
  if (page.length > 0) yield await read()
}

function resultOf(
  batch: Batch,
  leaf: Leaf,
  { state, pick }: { state: LeafState; pick: LeafPick | undefined },
  record: LeafRecord | undefined,
  imageUrl: ImageUrl,
): Result {
  const item = batch.items?.[leaf.promptIndex]
  const key = record?.image?.key
  return {
    leafId: leaf.id,
    promptIndex: leaf.promptIndex,
    prompt: leaf.prompt,
    sentPrompt: record?.prompt,
    title: leaf.title,
    language: item?.language ?? batch.language,
    variables: item?.variables,
    model: record?.model ?? leaf.model.id,
    column: columnLabel(leaf.model, batch.models),
    options: askedOptions(leaf.model),
    variation: leaf.variation,
    state,
    errorKind: record?.error?.kind,
    error: record?.error?.message,
    costUsd: record?.costUsd ?? undefined,
    durationMs: record?.durationMs,
    image: key?.slice(key.lastIndexOf('/') + 1),
    imageUrl: key && imageUrl(key),
    reused: record?.reused && `${record.reused.batchId}/${record.reused.leafId}`,
    costBy: record && costByOf(record),
    atRiskUsd: record?.atRiskUsd ?? undefined,
    speed: record?.speed,
    pick,
    charges: record?.charges,
  }
}

function optionsAsText(options: Result['options']): string | undefined {
  return (
    options &&
    Object.entries(options)
      .map(([name, value]) => `${name}=${value}`)
      .join(', ')
  )
}

/** The variables of a batch as they are written first, by the form in which names are compared. */
function variablesIn({ items = [] }: Batch): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { variables = {} } of items)
    for (const name of Object.keys(variables)) {
      const key = variableName(name)
      if (!names.has(key)) names.set(key, name)
    }
  return names
}
