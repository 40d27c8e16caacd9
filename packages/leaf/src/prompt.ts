import { type Batch, builtInTemplate, type Leaf, STYLES, TEMPLATES } from '@contactsheet/contract'

/**
 * What the provider is asked for. The title is put on the picture by us, so the model is asked to leave lettering out and
 * to keep the title's place calm.
 */
export function imagePrompt(batch: Batch, leaf: Leaf): string {
  return [
    leaf.prompt,
    `Style: ${STYLES[batch.style]}.`,
    batch.context === '' ? '' : `Context: ${batch.context}`,
    `Composition: wide landscape format, one clear subject; ${TEMPLATES[builtInTemplate(batch.template)]}. No text, letters or logos.`,
    batch.extraPrompt,
  ]
    .filter(line => line !== '')
    .join('\n')
}
