import {
  type Batch,
  DOCUMENT_VERSION,
  type Leaf,
  type LeafRecord,
  leafOf,
  newBatchId,
  type SettledState,
} from '@contactsheet/contract'

/** A batch of two prompts and two models. */
export function someBatch(changes: Partial<Batch> = {}): Batch {
  return {
    version: DOCUMENT_VERSION,
    id: newBatchId(),
    createdAt: '2026-11-22T08:00:00.000Z',
    prompts: ['Why fan-out beats sequential generation', 'Ünïcode — 世界'],
    models: [
      { provider: 'openai', id: 'gpt-image-2', label: 'GPT Image 2', size: '1536x1024', quality: 'medium' },
      { provider: 'google', id: 'nano-2.1', label: 'Nano', aspectRatio: '16:9', imageSize: '1K' },
    ],
    style: 'photorealistic',
    template: 'bottom-bar',
    font: 'inter',
    context: '',
    extraPrompt: '',
    estimateUsd: 0,
    warnings: [],
    ...changes,
  }
}

export function firstLeaf(batch: Batch): Leaf {
  return leafOf(batch, 0, 0)
}

export function recordOf(batch: Batch, leaf: Leaf, state: SettledState): LeafRecord {
  return {
    version: DOCUMENT_VERSION,
    batchId: batch.id,
    leafId: leaf.id,
    title: leaf.title,
    model: leaf.model.id,
    provider: leaf.model.provider,
    state,
    attempts: 1,
    startedAt: '2026-11-22T08:00:01.000Z',
    settledAt: '2026-11-22T08:00:02.000Z',
    queuedMs: 1000,
    durationMs: 1000,
    steps: { generate: 900 },
    costUsd: 0.04,
    simulated: true,
  }
}
