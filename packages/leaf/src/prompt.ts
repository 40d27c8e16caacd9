import {
  type Batch,
  calmFor,
  type Leaf,
  outputsOf,
  STYLES,
  shapeOf,
  type TemplateSpec,
} from '@contactsheet/contract'

const FORMATS = {
  wide: 'wide landscape format',
  square: 'square format',
  tall: 'tall portrait format',
} as const

/**
 * What the provider is asked for. The title is put on the picture by us, so the model is asked to leave lettering out and
 * to keep the title's place calm.
 */
export function imagePrompt(batch: Batch, leaf: Leaf, template: TemplateSpec): string {
  const shape = shapeOf(outputsOf(batch))
  return [
    leaf.prompt,
    `Style: ${STYLES[batch.style]}.`,
    batch.context === '' ? '' : `Context: ${batch.context}`,
    `Composition: ${FORMATS[shape]}, one clear subject; ${calmFor(template, shape, batch.theme)}. No text, letters or logos.`,
    batch.extraPrompt,
  ]
    .filter(line => line !== '')
    .join('\n')
}
