import type { Order } from '../order.ts'
import type { Sample } from '../sample.ts'
import type { Surroundings } from './contender.ts'

/** Distinct requests that the emulator tells apart; beyond, it forgets. */
const TOLD_APART = 20_000

/** What the provider saw of an order's leaves; of all there were, where they are too many to tell apart. */
export async function callsOf(
  { stage, workload }: Pick<Surroundings, 'stage' | 'workload'>,
  { mark, titles, models }: Order,
  startedAt: number,
): Promise<Pick<Sample, 'calls' | 'firstCallMs' | 'slowestCallMs'>> {
  const report = await stage.emulator.calls()
  const isTooMuch = titles.length * models.length > TOLD_APART
  const requests = isTooMuch ? [report] : report.requests.filter(({ prompt }) => prompt.includes(mark))
  // A contender that asks no provider has no such figures.
  if (requests.length === 0) return {}
  const firstAt = Math.min(...requests.map(({ firstAt = Number.NaN }) => firstAt))
  return {
    calls: requests.reduce((sum, { calls }) => sum + calls, 0),
    firstCallMs: firstAt - startedAt,
    // Without latency the slowest call tells how busy the machine was, and nothing of the provider.
    ...(workload.latencyMs[1] === 0
      ? {}
      : { slowestCallMs: Math.max(...requests.map(({ slowestMs }) => slowestMs)) }),
  }
}
