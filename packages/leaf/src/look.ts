import type { Look } from '@contactsheet/compose'
import {
  type Batch,
  builtInFont,
  builtInTemplate,
  type Leaf,
  TEMPLATES,
  type TemplateSpec,
} from '@contactsheet/contract'

/** The template of a batch's pictures. */
export async function templateOf({ template }: Batch): Promise<TemplateSpec> {
  return TEMPLATES[builtInTemplate(template)]
}

/** How the pictures of a leaf are to look. */
export async function lookOf(batch: Batch, leaf: Leaf): Promise<Look> {
  const { theme, language, kicker, subtitle, byline } = batch
  return {
    template: await templateOf(batch),
    theme,
    font: builtInFont(batch.font),
    title: batch.title === false ? undefined : leaf.title,
    kicker,
    subtitle,
    byline,
    language,
  }
}
