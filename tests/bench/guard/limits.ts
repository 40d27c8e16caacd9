import { median } from '../measure/statistics.ts'
import { requestsOfMaker, valuesOf } from '../report/figures.ts'
import type { Series } from '../run-workload.ts'
import type { Sample } from '../sample.ts'

/** What the guard has measured. */
export interface Measured {
  /** With large originals. */
  ours: Series
  tutorial: Series
  /** With small originals: little time passes a leaf, and so little that comes by the clock is counted with it. */
  quick: Series
  composeOverBare: number
}

/** A figure that must not grow. It hangs little on how busy the machine is: a ratio of turns, a count, a peak. */
export interface Limit {
  name: string
  of(measured: Measured): number
  /** What it was when the limit was last set. */
  today: number
  /** What it may be at most: today's, and more than it was seen to vary by on a machine with ten times as much to do. */
  most: number
}

/** Whoever makes one of these smaller lowers `today` and `most` with it. */
export const LIMITS: readonly Limit[] = [
  {
    name: "CPU of a leaf in the worker, of the tutorial's",
    of: ({ ours, tutorial }) =>
      middle(ours, ({ cpuMs }) => cpuMs.worker) / middle(tutorial, ({ cpuMs }) => cpuMs.process),
    today: 0.45,
    most: 0.65,
  },
  {
    name: 'CPU of compose, of bare decode, resize and encode',
    of: ({ composeOverBare }) => composeOverBare,
    today: 1.12,
    most: 1.3,
  },
  {
    name: 'store requests of the worker a leaf',
    of: ({ quick }) => middle(quick, aLeaf(requestsOfMaker)),
    today: 4.2,
    most: 5,
  },
  {
    name: 'MB hashed for the store a leaf, large originals',
    of: ({ ours }) =>
      middle(
        ours,
        aLeaf(({ store }) => store?.worker && store.worker.hashed / 1e6),
      ),
    today: 0,
    most: 0.1,
  },
  {
    name: 'Redis commands a leaf',
    of: ({ quick }) =>
      middle(
        quick,
        aLeaf(({ redis }) => redis?.commands),
      ),
    today: 64,
    most: 110,
  },
  {
    name: 'provider calls a leaf',
    of: ({ ours, quick }) =>
      Math.max(
        ...[ours, quick].map(series =>
          middle(
            series,
            aLeaf(({ calls }) => calls),
          ),
        ),
      ),
    today: 1,
    most: 1,
  },
  {
    name: 'leaves lost',
    of: ({ ours, quick }) => Math.max(...[ours, quick].map(series => middle(series, ({ lost }) => lost))),
    today: 0,
    most: 0,
  },
  {
    name: "worker's peak memory with large originals, MB",
    of: ({ ours }) => Math.max(...valuesOf(ours, ({ memory }) => memory.worker?.peakMb)),
    today: 470,
    most: 600,
  },
  {
    name: "API's peak memory, MB",
    of: ({ ours }) => Math.max(...valuesOf(ours, ({ memory }) => memory.api?.peakMb)),
    today: 156,
    most: 256,
  },
]

function middle(series: Series, of: (sample: Sample) => number | undefined): number {
  return median(valuesOf(series, of))
}

function aLeaf(of: (sample: Sample) => number | undefined): (sample: Sample) => number | undefined {
  return sample => {
    const value = of(sample)
    return value === undefined ? undefined : value / sample.leaves
  }
}

/** What is over its limit, or was not measured, in sentences that say by how much. */
export function overLimits(measured: Measured, limits: readonly Limit[] = LIMITS): string[] {
  return limits.flatMap(({ name, of, most, today }) => {
    const value = of(measured)
    if (!Number.isFinite(value)) return [`${name}: nothing was measured.`]
    if (value <= most) return []
    const over = (value - most).toFixed(2)
    return [`${name}: ${value.toFixed(2)} is ${over} over the limit of ${most} (it was ${today}).`]
  })
}
