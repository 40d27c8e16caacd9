import { type Batch, DOCUMENT_VERSION, LATER_DOCUMENT_VERSION } from './batch.ts'

/** What batches of release 0.1.0 could say. */
const FIRST_FIELDS: readonly string[] = [
  'version',
  'id',
  'createdAt',
  'prompts',
  'models',
  'style',
  'template',
  'font',
  'context',
  'extraPrompt',
  'estimateUsd',
  'warnings',
  'maxCostUsd',
  'webhook',
]

/** The same of a model in them. */
const FIRST_MODEL_FIELDS: readonly string[] = [
  'provider',
  'id',
  'label',
  'price',
  'shutdown',
  'replacedBy',
  'size',
  'quality',
  'aspectRatio',
  'imageSize',
]
const FIRST_QUALITIES: readonly string[] = ['low', 'medium', 'high']

/**
 * Version of the document that holds a batch: the first while any release can read it, so that a deployment can go back to
 * one; later where release 0.1.0 would take the batch for damaged.
 */
export function documentVersionOf(batch: Omit<Batch, 'version'>): Batch['version'] {
  const isOfFirst = hasOnly(batch, FIRST_FIELDS) && batch.models.every(isOfFirstRelease)
  return isOfFirst ? DOCUMENT_VERSION : LATER_DOCUMENT_VERSION
}

function isOfFirstRelease(model: Batch['models'][number]): boolean {
  if (!hasOnly(model, FIRST_MODEL_FIELDS)) return false
  return !('quality' in model) || FIRST_QUALITIES.includes(model.quality)
}

function hasOnly(document: object, fields: readonly string[]): boolean {
  return Object.entries(document).every(([field, value]) => value === undefined || fields.includes(field))
}
