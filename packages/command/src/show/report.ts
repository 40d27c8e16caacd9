import type { Batch, Leaf } from '@contactsheet/client'
import { columnOf, seconds, shorten, usd } from './format.ts'
import { type Cell, drawTable, numbers } from './table.ts'

/** Leaves up to which a report has a row for each. */
const MOST_ROWS = 50

/** What a report is made of. */
export interface Outcome {
  batch: Batch
  /** All leaves, in order. */
  leaves: readonly Leaf[]
  /** Name of a leaf's image in the folder. */
  imageName(leaf: Leaf): string
  /** Folder that holds the images, the sheet and the result, if they were fetched. */
  folder?: string | undefined
}

/**
 * How a batch went, for people: a table, what failed and why, and the figures of the whole.
 *
 * @param width columns there are
 */
export function report(outcome: Outcome, width: number): string {
  const { batch, leaves, folder } = outcome
  const failures = leaves.flatMap(({ leafId, error }) =>
    error === undefined ? [] : [`${leafId}  ${error.kind}: ${error.message}`],
  )
  return [
    '',
    leaves.length <= MOST_ROWS ? leafTable(outcome, width) : columnTable(outcome),
    ...section('Failed:', failures),
    ...section('Warnings:', batch.warnings),
    ...totals(batch),
    ...halfPrice(leaves),
    ...(batch.simulated ? ['', 'SIMULATED: the pictures come from the emulator, not from a model.'] : []),
    ...filesIn(folder, leaves),
  ].join('\n')
}

function leafTable(outcome: Outcome, width: number): string {
  const withNames = drawLeaves(outcome, true)
  const fits = withNames.split('\n').every(line => line.length <= width)
  // The names of images start with the ids of their leaves, so they can be found without.
  return fits ? withNames : drawLeaves(outcome, false)
}

function drawLeaves({ batch, leaves, imageName }: Outcome, withNames: boolean): string {
  const rows = leaves.map((leaf): Cell[] => [
    leaf.leafId,
    shorten(leaf.title, 32),
    columnOf(batch, leaf),
    leaf.state,
    ((leaf.durationMs ?? 0) / 1_000).toFixed(1),
    leaf.attempts ?? 0,
    leaf.costUsd == null ? '?' : usd(leaf.costUsd) + (isListed(leaf) ? LISTED : '') + halfMark([leaf]),
    ...(withNames ? [leaf.state === 'succeeded' ? imageName(leaf) : ''] : []),
  ])
  const columns = ['leaf', 'prompt', 'model', 'state', ...['seconds', 'attempts', 'cost'].map(numbers)]
  return drawTable(withNames ? [...columns, 'image'] : columns, rows)
}

/** Marks a cost that is not worked out by tokens. */
const LISTED = '*'

function isListed({ costUsd, costBy }: Leaf): boolean {
  return costBy !== undefined && costBy !== 'usage' && costUsd !== 0
}

/** Marks a cost that is half of what it would have been. */
const HALF = '½'

function halfMark(leaves: readonly Leaf[]): string {
  return leaves.some(({ speed }) => speed === 'economy') ? HALF : ''
}

function halfPrice(leaves: readonly Leaf[]): string[] {
  const half = leaves.filter(({ speed }) => speed === 'economy')
  return half.length === 0
    ? []
    : [
        `Half price${HALF}    ${half.length} of ${leaves.length} images, made by the batch APIs of their providers`,
      ]
}

function columnTable({ batch, leaves }: Outcome): string {
  const rows = [...groupedBy(leaves, leaf => leaf.modelIndex)].map((own): Cell[] => {
    const durations = own.map(leaf => leaf.durationMs ?? 0).toSorted((a, b) => a - b)
    const median = durations[Math.floor(durations.length / 2)] ?? 0
    const count = (state: Leaf['state']) => own.filter(leaf => leaf.state === state).length
    return [
      columnOf(batch, own[0]),
      count('succeeded'),
      count('failed'),
      count('canceled'),
      (median / 1_000).toFixed(1),
      ((durations.at(-1) ?? 0) / 1_000).toFixed(1),
      usd(own.reduce((sum, leaf) => sum + (leaf.costUsd ?? 0), 0)) + halfMark(own),
    ]
  })
  const figures = ['succeeded', 'failed', 'canceled', 'median s', 'slowest s', 'cost'].map(numbers)
  return drawTable(['model', ...figures], rows)
}

/** Leaves of the same model, one group after the other. */
function groupedBy(leaves: readonly Leaf[], key: (leaf: Leaf) => number): Iterable<[Leaf, ...Leaf[]]> {
  const groups = new Map<number, [Leaf, ...Leaf[]]>()
  for (const leaf of leaves) {
    const group = groups.get(key(leaf))
    if (group === undefined) groups.set(key(leaf), [leaf])
    else group.push(leaf)
  }
  return groups.values()
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map(line => `  ${line}`)]
}

function totals({ counts, timings, cost, speed }: Batch): string[] {
  const { wallClockMs, slowestLeafMs, sumOfLeavesMs } = timings
  const gain = wallClockMs === 0 ? '' : `, ${(sumOfLeavesMs / wallClockMs).toFixed(1)} times as long`
  return [
    '',
    `${counts.succeeded} of ${counts.total} images succeeded, ${counts.failed} failed, ${counts.canceled} canceled`,
    `Wall-clock     ${seconds(wallClockMs)}`,
    `Slowest leaf   ${seconds(slowestLeafMs)}`,
    // What batch APIs make waits there together: nobody would wait for one after the other.
    ...(speed === undefined
      ? [`Serial loop    ${seconds(sumOfLeavesMs)} (all leaves one after the other${gain})`]
      : []),
    `Cost           ${usd(cost.actualUsd)} (estimate ${usd(cost.estimateUsd)})`,
    ...(cost.listUsd === undefined
      ? []
      : [
          `Of it${LISTED}         ${usd(cost.listUsd)} by list prices: answers told no tokens that have a price`,
        ]),
    ...(cost.atRiskUsd === undefined
      ? []
      : [
          `At risk        ${usd(cost.atRiskUsd)} more may have been charged for calls that brought no picture`,
        ]),
  ]
}

function filesIn(folder: string | undefined, leaves: readonly Leaf[]): string[] {
  if (folder === undefined) return []
  const outputs = leaves.some(leaf => leaf.outputs !== undefined) ? ' outputs/,' : ''
  return ['', `Files: ${folder} (images/,${outputs} sheet.jpg, result.json)`]
}
