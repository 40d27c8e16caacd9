import type { ErrorKind, LeafView } from '../api/types.ts'
import { type Bar, endOf } from './timeline.ts'

/** A stretch of a leaf's bar. Times are milliseconds since the batch was accepted. */
export type Part = { startMs: number; endMs: number } & (
  | { kind: 'step'; name: string; half?: 'upper' | 'lower' }
  /** A try that failed; the leaf was tried again. */
  | { kind: 'try'; ended: ErrorKind }
  /** Between two tries. */
  | { kind: 'wait' }
  /** With the batch API of a provider. */
  | { kind: 'submitted' }
  /** What is known of no better than that the leaf was under way. */
  | { kind: 'rest' }
)

/** The steps of a leaf in their order. Those of a stage run side by side. */
const STAGES: readonly (readonly string[])[] = [['reuse'], ['generate'], ['keep', 'compose'], ['upload']]
export const STEP_NAMES = STAGES.flat()

/** What a bar is made of, from left to right. */
export function partsOf(bar: Bar, nowMs: number): Part[] {
  const { leaf, startMs } = bar
  const endMs = endOf(bar, nowMs)
  if (leaf.phase === 'submitted') return [{ kind: 'submitted', startMs, endMs }]
  const stages = stagesOf(leaf.steps ?? {})
  const totalMs = stages.reduce((sum, stage) => sum + stage.ms, 0)
  // Pictures that were made anew took their steps outside of the time the leaf is told to have run.
  const scale = totalMs > endMs - startMs ? (endMs - startMs) / totalMs : 1
  const begunMs = endMs - totalMs * scale
  const parts = before(leaf, startMs, begunMs)
  let atMs = begunMs
  for (const { steps, ms } of stages) {
    const halves = steps.length > 1 ? (['upper', 'lower'] as const) : []
    for (const [place, [name, stepMs]] of steps.entries()) {
      const half = halves[place]
      const part = { kind: 'step', name, startMs: atMs, endMs: atMs + stepMs * scale } as const
      parts.push(half === undefined ? part : { ...part, half })
    }
    atMs += ms * scale
  }
  return parts.filter(part => part.endMs > part.startMs)
}

/** The steps that took time, by stage; those that are not known here come last, one after the other. */
function stagesOf(steps: NonNullable<LeafView['steps']>) {
  const others = Object.keys(steps).filter(name => !STEP_NAMES.includes(name))
  return [...STAGES, ...others.map(name => [name])]
    .map(stage => stage.map((name): [string, number] => [name, steps[name] ?? 0]).filter(([, ms]) => ms > 0))
    .map(steps => ({ steps, ms: steps.reduce((most, [, ms]) => Math.max(most, ms), 0) }))
}

/** What came before the attempt that settled a leaf, or goes on of one that runs. */
function before({ retries = [], speed, state }: LeafView, startMs: number, begunMs: number): Part[] {
  if (retries.length === 0)
    return [
      { kind: speed === 'economy' && state !== 'running' ? 'submitted' : 'rest', startMs, endMs: begunMs },
    ]
  const parts: Part[] = []
  let atMs = startMs
  for (const [place, { kind, ...ran }] of retries.entries()) {
    const from = Math.min(begunMs, startMs + ran.startedMs)
    const to = Math.min(begunMs, startMs + ran.endedMs)
    // Only the last few tries are told of: what was before the first of them is not known.
    parts.push({ kind: place === 0 ? 'rest' : 'wait', startMs: atMs, endMs: from })
    parts.push({ kind: 'try', ended: kind, startMs: from, endMs: to })
    atMs = Math.max(atMs, to)
  }
  return [...parts, { kind: 'wait', startMs: atMs, endMs: begunMs }]
}
