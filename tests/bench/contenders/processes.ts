import { type Usage, usageOf } from '../measure/usage.ts'
import type { Sample } from '../sample.ts'

/** @param processes ids by kind of process */
export function usageOfAll(
  processes: Readonly<Record<string, readonly (number | undefined)[]>>,
): Record<string, Usage[]> {
  return Object.fromEntries(
    Object.entries(processes).map(([kind, pids]) => [kind, pids.map(pid => usageOf(pid ?? 0))]),
  )
}

/** What they have used between two looks, by kind: time of all together, memory of the largest. */
export function usedBetween(
  before: Record<string, Usage[]>,
  after: Record<string, Usage[]>,
): Pick<Sample, 'cpuMs' | 'memory'> {
  const total = (usages: readonly Usage[] = []) => usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0)
  const kinds = Object.entries(after)
  return {
    cpuMs: Object.fromEntries(kinds.map(([kind, usages]) => [kind, total(usages) - total(before[kind])])),
    memory: Object.fromEntries(
      kinds.map(([kind, usages]) => [
        kind,
        {
          peakMb: Math.max(...usages.map(({ peakMb }) => peakMb)),
          nowMb: Math.max(...usages.map(({ nowMb }) => nowMb)),
        },
      ]),
    ),
  }
}
