import {
  type Batch,
  buildRecord,
  DOCUMENT_VERSION,
  type Leaf,
  type LeafRecord,
  leavesOf,
  MOST_IMAGES,
  type Model,
  newBatchId,
  type Result,
  resultOf,
} from '@contactsheet/contract'

export const OPENAI_MODEL: Model = {
  provider: 'openai',
  id: 'gpt-image-2',
  label: 'GPT Image 2',
  size: '1216x640',
  quality: 'medium',
  price: { usd: 0.04, source: 'a test', date: '2026-11-01' },
}

export const GOOGLE_MODEL: Model = {
  provider: 'google',
  id: 'gemini-3-pro-image',
  label: 'Gemini 3 Pro Image',
  aspectRatio: '16:9',
  imageSize: '1K',
}

/** A batch as the API would accept it, of so many prompts and, unless told otherwise, one model of each provider. */
export function makeBatch(prompts: number, rest: Partial<Batch> = {}): Batch {
  return {
    version: DOCUMENT_VERSION,
    id: newBatchId(),
    createdAt: new Date().toISOString(),
    prompts: Array.from({ length: prompts }, (_, index) => `A fox, number ${index + 1}`),
    models: [GOOGLE_MODEL, OPENAI_MODEL],
    style: 'photorealistic',
    template: 'bottom-bar',
    font: 'inter',
    context: '',
    extraPrompt: '',
    estimateUsd: 0,
    warnings: [],
    ...rest,
  }
}

/** The record of a leaf that succeeded at once, unless told otherwise. */
export function makeRecord(batch: Batch, leaf: Leaf, rest: Partial<LeafRecord> = {}): LeafRecord {
  const now = Date.now()
  const attempt = { number: 1, startedAt: now }
  return { ...buildRecord(batch, leaf, { attempt, picture: { simulated: true } }, now), queuedMs: 0, ...rest }
}

/** A batch of ten thousand prompts, the most there can be, and so many models. */
export function hugeBatch(models: number): Batch {
  return makeBatch(10_000, {
    models: Array.from({ length: models }, (_, index) => ({ ...OPENAI_MODEL, id: `model-${index}` })),
  })
}

/** A record as long as real ones are. */
export function longRecord(batch: Batch, leaf: Leaf): LeafRecord {
  const folder = `batches/${batch.id}`
  return makeRecord(batch, leaf, {
    steps: { reuse: 10, generate: 14_000, keep: 40, compose: 35, upload: 30 },
    original: { key: `${folder}/originals/${leaf.id}.png`, contentType: 'image/png', bytes: 3_300_000 },
    image: {
      key: `${folder}/images/${leaf.id}-${'a-fox-in-the-snow-'.repeat(3)}x--${leaf.model.id}.jpg`,
      bytes: 90_000,
      width: 1200,
      height: 630,
    },
  })
}

/** The result of the largest batch there can be. */
export function largestResult(): Result {
  const batch = hugeBatch(MOST_IMAGES / 10_000)
  return resultOf(
    batch,
    Array.from(leavesOf(batch), leaf => longRecord(batch, leaf)),
  )
}
