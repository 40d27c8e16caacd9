import type { Batch } from './batch.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { Model } from './catalog/model.ts'
import { documentVersionOf } from './document-version.ts'
import { newBatchId } from './ids.ts'
import { lookInBatch } from './look-fields.ts'
import { outputsOf } from './output.ts'
import type { BatchRequest } from './request.ts'
import { shapedFor } from './shape.ts'
import { clip } from './text/clip.ts'

/**
 * The batch a request asks for, with its models resolved, each to be asked for the shape that suits the outputs.
 *
 * @param request whose models the catalog knows
 * @param resolved what the names in it stand for
 */
export function newBatch(
  request: BatchRequest,
  catalog: Catalog,
  now: Date,
  resolved: Pick<Batch, 'brand'> = {},
): Batch {
  const { prompts, models: ids, style, template, font, context, extraPrompt, ...rest } = request
  const { maxCostUsd, webhook, ...look } = rest
  const { models: columns, warnings } = resolveModels(ids, catalog, now)
  const models = columns.map(model => shapedFor(outputsOf(request), model))
  const unpriced = models.filter(model => model.price === undefined)
  if (unpriced.length > 0)
    warnings.push(
      `No price is known for ${unpriced.map(model => model.id).join(', ')}: the estimate does not include it.`,
    )
  warnings.push(...repetitions(prompts))
  const onePrompt = models.reduce((sum, model) => sum + (model.price?.usd ?? 0), 0)
  const batch = {
    id: newBatchId(now.getTime()),
    createdAt: now.toISOString(),
    prompts,
    models,
    style,
    template,
    font,
    context,
    extraPrompt,
    estimateUsd: roundUsd(onePrompt * prompts.length),
    warnings,
    ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
    ...(webhook === undefined ? {} : { webhook }),
    ...(prompts.some(prompt => NOT_LATIN.test(prompt)) ? { names: 2 as const } : {}),
    ...Object.fromEntries(Object.entries(lookInBatch(look)).filter(([, value]) => value !== undefined)),
    ...resolved,
  }
  return { version: documentVersionOf(batch), ...batch }
}

/** A letter that the first way of making file names has none for, see {@link Batch}. */
const NOT_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u

/** To a millionth of a dollar: sums of prices otherwise show how binary fractions err. */
export function roundUsd(usd: number): number {
  return Math.round(usd * 1e6) / 1e6
}

/** Warnings about repeated prompts that are written out; more are told by their number. */
const MOST_REPETITIONS = 5

/**
 * A warning for each prompt that comes again, in other case or spacing too. Unlike a model it is made each time: leaves
 * are numbered by the prompts as they were sent, so that callers find their pictures by position, and two pictures of one
 * prompt may be meant.
 */
function repetitions(prompts: readonly string[]): string[] {
  const alike = prompts.map(withoutCase)
  if (new Set(alike).size === prompts.length) return []
  const places = Map.groupBy(prompts.keys(), index => alike[index])
  const repeated = [...places.values()].filter(indexes => indexes.length > 1)
  const told = repeated
    .slice(0, MOST_REPETITIONS)
    .map(
      ([first = 0, ...others]) =>
        `Prompt "${clip(prompts[first] ?? '')}" is there ${others.length + 1} times (${listed([first, ...others])}); each is made and paid for. Take out what you do not mean.`,
    )
  const rest = repeated.length - told.length
  return rest === 0 ? told : [...told, `And ${rest} more prompts are there more than once.`]
}

function withoutCase(prompt: string): string {
  // Thousands of prompts are looked at while their caller waits, and most are of letters that need no normalizing.
  const normal = /^[ -~]*$/.test(prompt) ? prompt : prompt.normalize('NFKC')
  return normal.toLowerCase().replace(/\s\s+|[^\S ]/g, ' ')
}

/** Positions of prompts as errors name them, the first few. */
function listed(indexes: readonly number[]): string {
  const shown = indexes.slice(0, MOST_REPETITIONS).map(index => `prompts[${index}]`)
  return `${shown.join(', ')}${indexes.length > shown.length ? ', ...' : ''}`
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
