import type { Batch } from './batch.ts'
import type { Catalog } from './catalog/catalog.ts'
import { columnsOf, nameOfColumn } from './columns.ts'
import { documentVersionOf } from './document-version.ts'
import { deadlineAt, notInTheLane } from './economy-request.ts'
import { estimatesOf } from './estimate.ts'
import { filledPrompts } from './fill-prompts.ts'
import { newBatchId } from './ids.ts'
import { leafCount } from './leaf.ts'
import { lookInBatch } from './look-fields.ts'
import { outputsOf } from './output.ts'
import { repetitions, titlesOf } from './repetitions.ts'
import type { BatchRequest } from './request.ts'
import type { Reuse } from './reuse.ts'
import { sampleOf } from './sample.ts'

/**
 * The batch a request asks for, with its models resolved, each to be asked for the shape that suits the outputs.
 *
 * @param request whose models the catalog knows
 * @param resolved what the names in it stand for; and what holds where it does not say what it reuses
 */
export function newBatch(
  request: BatchRequest,
  catalog: Catalog,
  now: Date,
  { reuse: usual, ...resolved }: Pick<Batch, 'brand'> & { reuse?: Reuse | undefined } = {},
): Batch {
  const { prompts: _prompts, models: asked, style, template, font, context, extraPrompt, ...rest } = request
  const {
    name,
    tags = [],
    maxCostUsd,
    webhook,
    fallback: others = [],
    fallbackOn,
    reuse = usual,
    speed = 'asap',
    economy: _economy,
    deadline,
    variations: each = 1,
    sample: size,
    references: _references,
    from,
    ...look
  } = rest
  const { columns: models, warnings } = columnsOf(asked, outputsOf(request), catalog, now, speed)
  const { columns: fallback, warnings: ofOthers } = columnsOf(others, outputsOf(request), catalog, now, speed)
  warnings.push(...ofOthers.filter(warning => !warnings.includes(warning)))
  if (speed === 'economy') warnings.push(...notInTheLane([...models, ...fallback]))
  const unpriced = [...models, ...fallback].filter(model => model.price === undefined)
  if (unpriced.length > 0) warnings.push(noPriceKnown(unpriced.map(nameOfColumn)))
  const { prompts, items, warnings: untidy } = filledPrompts(request)
  const referencesAt = (index: number) => {
    const item = request.prompts[index]
    return typeof item === 'object' ? (item.references ?? []) : []
  }
  warnings.push(...untidy, ...repetitions({ ...request, prompts, items }, referencesAt))
  const product = { prompts, models, ...(each === 1 ? {} : { variations: each }) }
  const all = leafCount(product)
  if (size !== undefined && size > all)
    warnings.push(`The sample is of ${size} images, and the batch has ${all}: all are made.`)
  const sample = size === undefined || size >= all ? undefined : sampleOf(product, size)
  const batch = {
    id: newBatchId(now.getTime()),
    createdAt: now.toISOString(),
    prompts,
    ...(items === undefined ? {} : { items }),
    models,
    ...(fallback.length === 0 ? {} : { fallback }),
    ...(fallbackOn === undefined ? {} : { fallbackOn: [...new Set(fallbackOn)] }),
    style,
    template,
    font,
    context,
    extraPrompt,
    ...(name === undefined ? {} : { name }),
    ...(tags.length === 0 ? {} : { tags }),
    ...estimatesOf({ ...product, sample, fallback, maxCostUsd }, deadline !== undefined),
    ...(reuse === 'always' ? { reuse } : {}),
    warnings,
    ...(deadline === undefined ? {} : { deadline: deadlineAt(deadline, now).toISOString() }),
    ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
    ...(webhook === undefined ? {} : { webhook }),
    ...(from === undefined ? {} : { from }),
    ...(each === 1 ? {} : { variations: each }),
    ...(sample === undefined ? {} : { sample }),
    ...(titlesOf({ prompts, items }).some(title => NOT_LATIN.test(title)) ? { names: 2 as const } : {}),
    ...Object.fromEntries(Object.entries(lookInBatch(look)).filter(([, value]) => value !== undefined)),
    ...resolved,
  }
  return { version: documentVersionOf(batch), ...batch }
}

/** What is said of models whose prices no estimate includes. */
export function noPriceKnown(ids: readonly string[]): string {
  return `No price is known for ${ids.join(', ')}: the estimate does not include it.`
}

/** A letter that the first way of making file names has none for, see {@link Batch}. */
const NOT_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u
