import type { BatchView, LeafView } from '@contactsheet/contract'
import Table from 'cli-table3'
import { columnOf, seconds, shorten, usd } from './format.ts'

/** Leaves up to which a report has a row for each. */
const MOST_ROWS = 50

/** What a report is made of. */
export interface Outcome {
  batch: BatchView
  /** All leaves, in order. */
  leaves: readonly LeafView[]
  /** Name of a leaf's image in the folder. */
  imageName(leaf: LeafView): string
  /** Folder that holds the images, the sheet and the result. */
  folder: string
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
    '',
    `Files: ${folder} (images/,${leaves.some(leaf => leaf.outputs !== undefined) ? ' outputs/,' : ''} sheet.jpg, result.json)`,
  ].join('\n')
}

function leafTable(outcome: Outcome, width: number): string {
  const withNames = drawLeaves(outcome, true)
  const fits = withNames.split('\n').every(line => line.length <= width)
  // The names of images start with the ids of their leaves, so they can be found without.
  return fits ? withNames : drawLeaves(outcome, false)
}

function drawLeaves({ batch, leaves, imageName }: Outcome, withNames: boolean): string {
  const table = new Table({
    head: [
      'leaf',
      'prompt',
      'model',
      'state',
      'seconds',
      'attempts',
      'cost',
      ...(withNames ? ['image'] : []),
    ],
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'left'],
    ...PLAIN,
  })
  for (const leaf of leaves)
    table.push([
      leaf.leafId,
      shorten(leaf.title, 32),
      columnOf(batch, leaf),
      leaf.state,
      ((leaf.durationMs ?? 0) / 1_000).toFixed(1),
      leaf.attempts ?? 0,
      leaf.costUsd == null ? '?' : usd(leaf.costUsd) + (isListed(leaf) ? LISTED : '') + halfMark([leaf]),
      ...(withNames ? [leaf.state === 'succeeded' ? imageName(leaf) : ''] : []),
    ])
  return draw(table)
}

/** Marks a cost that is not worked out by tokens. */
const LISTED = '*'

function isListed({ costUsd, costBy }: LeafView): boolean {
  return costBy !== undefined && costBy !== 'usage' && costUsd !== 0
}

/** Marks a cost that is half of what it would have been. */
const HALF = '½'

function halfMark(leaves: readonly LeafView[]): string {
  return leaves.some(({ speed }) => speed === 'economy') ? HALF : ''
}

function halfPrice(leaves: readonly LeafView[]): string[] {
  const half = leaves.filter(({ speed }) => speed === 'economy')
  return half.length === 0
    ? []
    : [
        `Half price${HALF}    ${half.length} of ${leaves.length} images, made by the batch APIs of their providers`,
      ]
}

function columnTable({ batch, leaves }: Outcome): string {
  const table = new Table({
    head: ['model', 'succeeded', 'failed', 'canceled', 'median s', 'slowest s', 'cost'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    ...PLAIN,
  })
  for (const own of Map.groupBy(leaves, leaf => leaf.modelIndex).values()) {
    const [first] = own
    if (first === undefined) continue
    const durations = own.map(leaf => leaf.durationMs ?? 0).toSorted((a, b) => a - b)
    const median = durations[Math.floor(durations.length / 2)] ?? 0
    table.push([
      columnOf(batch, first),
      ...(['succeeded', 'failed', 'canceled'] as const).map(
        state => own.filter(leaf => leaf.state === state).length,
      ),
      (median / 1_000).toFixed(1),
      ((durations.at(-1) ?? 0) / 1_000).toFixed(1),
      usd(own.reduce((sum, leaf) => sum + (leaf.costUsd ?? 0), 0)) + halfMark(own),
    ])
  }
  return draw(table)
}

/** Neither colours nor frames: they would be noise in a log. */
const PLAIN = {
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  chars: Object.fromEntries([
    ['middle', ''],
    ...['top', 'bottom', 'mid', 'left', 'right'].flatMap(side => [
      [side, ''],
      ...['left', 'mid', 'right'].map(part => [`${side}-${part}`, '']),
    ]),
  ]),
}

function draw(table: Table.Table): string {
  return table.toString().replace(/ +$/gm, '')
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map(line => `  ${line}`)]
}

function totals({ counts, timings, cost, speed }: BatchView): string[] {
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
