import { type Batch, type Leaf, type LeafRecord, leafOf, type SettledState } from '@contactsheet/contract'
import { makeBatch, makeRecord } from '../../../tests/support/batch.ts'

/** A batch of two prompts and two models. */
export function someBatch(changes: Partial<Batch> = {}): Batch {
  return makeBatch(0, {
    prompts: ['Why fan-out beats sequential generation', 'Ünïcode — 世界'],
    models: [
      { provider: 'openai', id: 'gpt-image-2', label: 'GPT Image 2', size: '1216x640', quality: 'medium' },
      { provider: 'google', id: 'nano-2.1', label: 'Nano', aspectRatio: '16:9', imageSize: '1K' },
    ],
    ...changes,
  })
}

export function firstLeaf(batch: Batch): Leaf {
  return leafOf(batch, 0, 0)
}

/** The same record each time it is asked for, to compare with one that was stored. */
export function recordOf(batch: Batch, leaf: Leaf, state: SettledState): LeafRecord {
  return makeRecord(batch, leaf, {
    state,
    startedAt: '2026-11-22T08:00:01.000Z',
    settledAt: '2026-11-22T08:00:02.000Z',
    steps: { generate: 900 },
    costUsd: 0.04,
  })
}
