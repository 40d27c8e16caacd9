import { median, percentile, sum } from '../measure/statistics.ts'
import type { Series } from '../run-workload.ts'
import type { Sample } from '../sample.ts'

/** One row of a workload's table. */
interface Figure {
  title: string
  /** The cell of a contender; undefined where the figure does not apply. */
  of(series: Series, all: readonly Series[]): string | undefined
}

/** What tells with whom a contender is compared: the tutorial, or the same case of the other checkout. */
type Reference = (series: Series, all: readonly Series[]) => Series | undefined

const tutorial: Reference = ({ which }, all) =>
  which.who === 'tutorial' ? undefined : all.find(({ which: { who } }) => who === 'tutorial')

const other: Reference = ({ which }, all) =>
  which.who === 'ours'
    ? all.find(series => JSON.stringify(series.which) === JSON.stringify({ ...which, who: 'other' }))
    : undefined

/** The rows of every workload's table, in order. A row nobody has a figure for is left out. */
export const FIGURES: readonly Figure[] = [
  { title: 'wall-clock', of: spread(({ wallMs }) => wallMs, seconds) },
  { title: "of the tutorial's", of: against(tutorial, ({ wallMs }) => wallMs) },
  { title: "of the other checkout's", of: against(other, ({ wallMs }) => wallMs) },
  { title: 'over the slowest call', of: spread(overSlowestCall, ratio) },
  { title: 'leaves a second', of: spread(({ leaves, wallMs }) => wallMs && (leaves * 1000) / wallMs, plain) },
  { title: 'POST to the first call', of: spread(({ firstCallMs }) => firstCallMs, milliseconds) },
  { title: 'POST until GET shows it settled', of: spread(({ shownMs }) => shownMs, seconds) },
  { title: 'CPU a leaf', of: spread(cpuOfLeaf, milliseconds1) },
  { title: "of the tutorial's", of: against(tutorial, cpuOfLeaf) },
  { title: "of the other checkout's", of: against(other, cpuOfLeaf) },
  { title: 'CPU a leaf by process', of: byKind(({ cpuMs }) => cpuMs, 2) },
  { title: 'CPU a leaf of stand-ins', of: byKind(({ standInCpuMs }) => standInCpuMs, 1) },
  {
    title: 'CPU in all',
    of: spread(({ leaves, cpuMs }) => (leaves === 0 ? sum(Object.values(cpuMs)) : undefined), seconds),
  },
  { title: 'peak memory, MB', of: memory('peakMb') },
  { title: 'memory at the end, MB', of: memory('nowMb') },
  ...['reuse', 'generate', 'keep', 'compose', 'upload'].map(step => ({
    title: `step ${step}, p50 / p95`,
    of: times(({ steps }) => steps?.[step], [0.5, 0.95]),
  })),
  { title: 'GET /batches/:id, p50 / p95 / p99', of: times(({ gets }) => gets, [0.5, 0.95, 0.99]) },
  { title: 'POST /batches, p50 / p95 / p99', of: times(({ posts }) => posts, [0.5, 0.95, 0.99]) },
  { title: 'GET /batches, p50 / p95 / p99', of: times(({ lists }) => lists, [0.5, 0.95, 0.99]) },
  { title: 'calls to the API refused', of: total(({ refused }) => refused) },
  { title: 'Redis commands a leaf', of: aLeaf(({ redis }) => redis?.commands, plain) },
  { title: 'Redis traffic a leaf, kB', of: aLeaf(({ redis }) => redis && redis.bytes / 1e3, plain) },
  { title: 'Redis CPU a leaf', of: aLeaf(({ redis }) => redis?.cpuMs, milliseconds1) },
  { title: 'store requests a leaf', of: aLeaf(requestsOfMaker, plain) },
  { title: 'store requests a leaf by verb', of: byVerb },
  { title: 'to the store a leaf, MB', of: aLeaf(sample => megabytes(sample, 'bytesIn'), plain) },
  { title: 'from the store a leaf, MB', of: aLeaf(sample => megabytes(sample, 'bytesOut'), plain) },
  { title: 'hashed for the store a leaf, MB', of: aLeaf(sample => megabytes(sample, 'hashed'), plain) },
  { title: 'store requests of the API a GET', of: aGet },
  { title: 'calls beyond one a leaf', of: total(({ calls, leaves }) => calls && calls - leaves) },
  { title: 'leaves lost', of: total(({ lost }) => lost) },
]

/** Milliseconds of processor time that one leaf took, in all processes of ours. */
function cpuOfLeaf({ leaves, cpuMs }: Sample): number | undefined {
  const used = Object.values(cpuMs)
  return leaves === 0 || used.length === 0 ? undefined : sum(used) / leaves
}

/** Store requests of whoever makes the leaves. */
export function requestsOfMaker(sample: Sample): number | undefined {
  const store = storeOfMaker(sample)
  return store && sum(Object.values(store.verbs))
}

function storeOfMaker({ store }: Sample) {
  return store?.worker ?? store?.process
}

function megabytes(sample: Sample, which: 'bytesIn' | 'bytesOut' | 'hashed'): number | undefined {
  const store = storeOfMaker(sample)
  return store && store[which] / 1e6
}

function overSlowestCall({ wallMs, slowestCallMs }: Sample): number | undefined {
  return wallMs === undefined || slowestCallMs === undefined ? undefined : wallMs / slowestCallMs
}

type Of<T> = (sample: Sample) => T | undefined

/** The values of all rounds that have one. */
export function valuesOf<T>({ samples }: Series, of: Of<T>): T[] {
  return samples.map(of).filter(value => value !== undefined)
}

/** The median round, and how far rounds lie apart. */
function spread(of: Of<number>, show: (value: number) => string): Figure['of'] {
  return series => {
    const values = valuesOf(series, of)
    if (values.length === 0) return undefined
    const middle = show(median(values))
    const [least, most] = [show(Math.min(...values)), show(Math.max(...values))]
    return least === most ? middle : `${middle} (${least} to ${most})`
  }
}

/** The median against that of another contender. */
function against(reference: Reference, of: Of<number>): Figure['of'] {
  return (series, all) => {
    const compared = reference(series, all)
    const value = median(valuesOf(series, of)) / median(compared === undefined ? [] : valuesOf(compared, of))
    return Number.isNaN(value) ? undefined : ratio(value)
  }
}

function aLeaf(of: Of<number>, show: (value: number) => string): Figure['of'] {
  return series => {
    const values = valuesOf(series, sample => {
      const value = of(sample)
      return value === undefined || sample.leaves === 0 ? undefined : value / sample.leaves
    })
    return values.length === 0 ? undefined : show(median(values))
  }
}

function total(of: Of<number>): Figure['of'] {
  return series => {
    const values = valuesOf(series, of)
    return values.length === 0 ? undefined : `${sum(values)}`
  }
}

/** Percentiles over all rounds, in milliseconds. */
function times(of: Of<readonly number[]>, shares: readonly number[]): Figure['of'] {
  return series => {
    const values = valuesOf(series, of).flat()
    if (values.length === 0) return undefined
    return `${shares.map(share => percentile(values, share).toFixed(0)).join(' / ')} ms`
  }
}

/**
 * Milliseconds a leaf by kind of process.
 *
 * @param least kinds that there must be: of fewer nothing is said
 */
function byKind(of: Of<Readonly<Record<string, number>>>, least: number): Figure['of'] {
  return series => {
    const [first] = series.samples
    const kinds = Object.keys((first && of(first)) ?? {})
    if (kinds.length < least || first === undefined || cpuOfLeaf(first) === undefined) return undefined
    return kinds
      .map(kind => {
        const values = valuesOf(series, sample => (of(sample)?.[kind] ?? 0) / sample.leaves)
        return `${kind} ${median(values).toFixed(1)}`
      })
      .join(', ')
  }
}

function memory(which: 'peakMb' | 'nowMb'): Figure['of'] {
  return series => {
    const kinds = Object.keys(series.samples[0]?.memory ?? {})
    const most = (kind: string) => Math.max(...valuesOf(series, ({ memory }) => memory[kind]?.[which]))
    return kinds.map(kind => `${kind} ${grouped(most(kind))}`).join(', ') || undefined
  }
}

function byVerb(series: Series): string | undefined {
  const last = series.samples.at(-1)
  const store = last && storeOfMaker(last)
  if (store === undefined || last === undefined || last.leaves === 0) return undefined
  const verbs = Object.entries(store.verbs).toSorted(([, a], [, b]) => b - a)
  return verbs.map(([verb, count]) => `${verb} ${(count / last.leaves).toFixed(2)}`).join(', ')
}

/** While one batch is made, and somebody looks at it. */
function aGet(series: Series): string | undefined {
  const values = valuesOf(series, ({ store, gets }) =>
    store?.api === undefined || !gets?.length ? undefined : sum(Object.values(store.api.verbs)) / gets.length,
  )
  return values.length === 0 ? undefined : plain(median(values))
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(0)} ms`
}

function milliseconds1(ms: number): string {
  return `${ms.toFixed(1)} ms`
}

function ratio(value: number): string {
  return value.toFixed(2)
}

function plain(value: number): string {
  return value >= 1000 ? grouped(value) : value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en')
}
