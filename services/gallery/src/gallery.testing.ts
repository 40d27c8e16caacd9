import type { BatchView, LeafState, LeafView } from './api/types.ts'

export function makeLeaf(promptIndex: number, modelIndex: number, rest: Partial<LeafView> = {}): LeafView {
  return {
    leafId: `${String(promptIndex).padStart(4, '0')}-${String(modelIndex).padStart(2, '0')}`,
    state: 'queued',
    promptIndex,
    modelIndex,
    title: `Prompt ${promptIndex}`,
    model: `model-${modelIndex}`,
    provider: 'openai',
    ...rest,
  }
}

/** A leaf that has settled after running, 100 ms after the batch was accepted unless told otherwise. */
export function settledLeaf(
  promptIndex: number,
  modelIndex: number,
  state: LeafState = 'succeeded',
  durationMs = 1_000,
  queuedMs = 100,
): LeafView {
  return makeLeaf(promptIndex, modelIndex, { state, attempts: 1, queuedMs, durationMs })
}

/** A batch of so many prompts and two models, of which nothing has happened unless told otherwise. */
export function makeView(prompts: number, rest: Partial<BatchView> = {}): BatchView {
  const total = prompts * 2
  return {
    id: 'zybqyrez2z-kx13qn',
    state: 'running',
    createdAt: '2026-11-22T08:00:00.000Z',
    counts: { total, queued: total, running: 0, succeeded: 0, failed: 0, canceled: 0 },
    style: 'anime',
    template: 'bottom-bar',
    font: 'inter',
    prompts: Array.from({ length: prompts }, (_, index) => `Prompt ${index}`),
    models: [
      { id: 'model-0', label: 'Model 0', provider: 'openai' },
      { id: 'model-1', label: 'Model 1', provider: 'google' },
    ],
    timings: { wallClockMs: 1_000, slowestLeafMs: 0, sumOfLeavesMs: 0 },
    cost: { estimateUsd: 1, actualUsd: 0 },
    warnings: [],
    simulated: false,
    leaves: [],
    ...rest,
  }
}
