import { type Batch, DOCUMENT_VERSION } from './batch.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { Model } from './catalog/model.ts'
import { newBatchId } from './ids.ts'
import type { BatchRequest } from './request.ts'

/**
 * The batch a request asks for, with its models resolved.
 *
 * @param request whose models the catalog knows
 */
export function newBatch(request: BatchRequest, catalog: Catalog, now: Date): Batch {
  const { models, warnings } = resolveModels(request.models, catalog, now)
  const unpriced = models.filter(model => model.price === undefined)
  if (unpriced.length > 0)
    warnings.push(
      `No price is known for ${unpriced.map(model => model.id).join(', ')}: the estimate does not include it.`,
    )
  const onePrompt = models.reduce((sum, model) => sum + (model.price?.usd ?? 0), 0)
  return {
    version: DOCUMENT_VERSION,
    id: newBatchId(now.getTime()),
    createdAt: now.toISOString(),
    prompts: request.prompts,
    models,
    style: request.style,
    template: request.template,
    font: request.font,
    context: request.context,
    extraPrompt: request.extraPrompt,
    estimateUsd: roundUsd(onePrompt * request.prompts.length),
    warnings,
    ...(request.maxCostUsd === undefined ? {} : { maxCostUsd: request.maxCostUsd }),
    ...(request.webhook === undefined ? {} : { webhook: request.webhook }),
  }
}

/** To a millionth of a dollar: sums of prices otherwise show how binary fractions err. */
export function roundUsd(usd: number): number {
  return Math.round(usd * 1e6) / 1e6
}

/** Each model once, however many of the ids asked for lead to it: nobody pays twice for the same picture. */
function resolveModels(ids: string[], catalog: Catalog, now: Date) {
  const models = new Map<string, Model>()
  const warnings: string[] = []
  for (const id of new Set(ids)) {
    const resolved = catalog.resolve(id, now)
    if (resolved === undefined) throw new RangeError(catalog.explainUnknown(id, now))
    warnings.push(...resolved.warnings)
    const { model } = resolved
    if (models.has(model.id))
      warnings.push(`Model ${id} adds nothing: the batch has ${model.id} already, which runs once.`)
    models.set(model.id, model)
    if (ids.filter(other => other === id).length > 1)
      warnings.push(`Model ${id} is named more than once; it runs once.`)
  }
  return { models: [...models.values()], warnings }
}
