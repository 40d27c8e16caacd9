import { z } from 'zod'
import type { Catalog } from './catalog/catalog.ts'
import type { Model } from './catalog/model.ts'
import { PROVIDERS } from './catalog/provider.ts'

/** What a deployment may ask of a provider or of one model, over all its workers together. */
const limitSchema = z.strictObject({
  /** Requests per minute. */
  rpm: z.int().min(1).optional(),
  /** Requests under way at once. */
  concurrency: z.int().min(1).optional(),
})

/** Limits by the name of a provider or the id of a model. A model with limits of its own does not count for its provider's. */
export const limitsSchema = z.record(z.string(), limitSchema)
export type Limits = z.infer<typeof limitsSchema>

/** Whose limits a model falls under: its own, or else its provider's. */
export function limitedBy(model: Model, limits: Limits): string {
  return limits[model.id] === undefined ? model.provider : model.id
}

/** Everything that limits can be under way for: every provider, and each model with limits of its own. */
export function limitedNames(limits: Limits): string[] {
  return [...new Set([...PROVIDERS, ...Object.keys(limits)])]
}

/** Names in the limits that are neither a provider nor in the catalog: a limit that would hold for nothing. */
export function unknownNames(limits: Limits, catalog: Catalog): string[] {
  return Object.keys(limits).filter(
    name => !catalog.has(name) && !PROVIDERS.some(provider => provider === name),
  )
}
