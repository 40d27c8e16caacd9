import type { Batch, Leaf } from '@contactsheet/client'

/** A leaf as the API shows it. */
export function leafView(promptIndex: number, changes: Partial<Leaf> = {}): Leaf {
  return {
    leafId: `${String(promptIndex).padStart(4, '0')}-00`,
    state: 'succeeded',
    promptIndex,
    modelIndex: 0,
    title: `A fox, number ${promptIndex}`,
    model: 'gpt-image-2',
    provider: 'openai',
    attempts: 1,
    durationMs: 2_000,
    costUsd: 0.041,
    ...changes,
  }
}

/** A batch as the API shows it, with these leaves. */
export function batchView(leaves: Leaf[], changes: Partial<Batch> = {}): Batch {
  const count = (state: Leaf['state']) => leaves.filter(leaf => leaf.state === state).length
  const counts = {
    total: leaves.length,
    queued: count('queued'),
    running: count('running'),
    succeeded: count('succeeded'),
    failed: count('failed'),
    canceled: count('canceled'),
  }
  return {
    id: 'zybqyshhe6-yw7aj2',
    state: 'succeeded',
    createdAt: '2026-11-22T08:00:00.000Z',
    settledAt: '2026-11-22T08:00:02.500Z',
    counts,
    style: 'photorealistic',
    template: 'bottom-bar',
    font: 'inter',
    prompts: leaves.map(leaf => leaf.title),
    models: [{ id: 'gpt-image-2', label: 'GPT Image 2', provider: 'openai' }],
    timings: { wallClockMs: 2_500, slowestLeafMs: 2_000, sumOfLeavesMs: 20_000 },
    cost: { estimateUsd: 0.082, actualUsd: 0.041 },
    warnings: [],
    simulated: false,
    leaves,
    ...changes,
  }
}
