import { z } from 'zod'
import type { Catalog } from './catalog/catalog.ts'
import { type DeadlineRequest, economyFaults } from './economy-request.ts'
import { fallbackFaults } from './fallback-request.ts'
import { outputsOf } from './output.ts'
import { batchRequestSchema, type RequestLimits } from './request.ts'

/** Names of presets. */
export const PRESET_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,39}$/
export const PRESET_NAME_RULE =
  'a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash'

/**
 * The schema of a preset: what a request says beside its prompts that is worth keeping for others. Every field may be left
 * out and is judged as in `POST /batches`; what belongs to one batch (its prompts, pictures, sample, deadline and webhook) is
 * none of it.
 */
export function presetSchema(catalog: Catalog, limits: RequestLimits, today: () => Date = () => new Date()) {
  const request = batchRequestSchema(catalog, limits, today).out.shape
  const { models, style, context, extraPrompt, template, font } = request
  return z
    .strictObject({
      models: models.optional(),
      // Without their defaults: a preset says what it is given, and leaves the rest.
      style: style.unwrap().optional(),
      template: template.unwrap(),
      font: font.unwrap(),
      context: context.unwrap().optional(),
      extraPrompt: extraPrompt.unwrap().optional(),
      variations: request.variations,
      fallback: request.fallback,
      fallbackOn: request.fallbackOn,
      reuse: request.reuse,
      speed: request.speed,
      economy: request.economy,
      maxCostUsd: request.maxCostUsd,
      outputs: request.outputs,
      title: request.title,
      titleSize: request.titleSize,
      theme: request.theme,
      language: request.language,
      kicker: request.kicker,
      subtitle: request.subtitle,
      byline: request.byline,
      logo: request.logo,
    })
    .superRefine((preset, context) => {
      if (context.issues.length > 0) return
      const { models = [], outputs, fallback, fallbackOn, speed, economy } = preset
      const deadline: DeadlineRequest | undefined = undefined
      const now = today()
      for (const { path, message } of [
        ...fallbackFaults({ models, fallback, fallbackOn }, outputsOf({ outputs }), catalog, now),
        ...economyFaults({ models, fallback, speed, economy, deadline }, catalog, now),
      ])
        context.addIssue({ code: 'custom', path, message })
    })
}

/** The answer of `PUT /presets/:name`, and an item of those of `GET /presets`. */
export const presetViewSchema = z.strictObject({
  name: z.string().describe('Unique among presets.'),
  updatedAt: z.iso.datetime().describe('When it was kept.'),
  request: z
    .record(z.string(), z.unknown())
    .describe('What it says of a batch, with the fields of `POST /batches`.'),
})
export type PresetView = z.infer<typeof presetViewSchema>

export const presetListSchema = z.strictObject({ presets: z.array(presetViewSchema) })
