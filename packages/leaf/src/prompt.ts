import {
  aspectOf,
  type Batch,
  calmFor,
  type Leaf,
  type OutputShape,
  STYLES,
  type TemplateSpec,
  textsOf,
} from '@contactsheet/contract'

const FORMATS: Record<OutputShape, string> = {
  wide: 'wide landscape format',
  square: 'square format',
  tall: 'tall portrait format',
}

/**
 * What the provider is asked for. The title is put on the picture by us, so the model is asked to leave lettering out and
 * to keep the title's place calm.
 */
export function imagePrompt(batch: Batch, leaf: Leaf, template: TemplateSpec): string {
  const shape = shapeAskedOf(batch, leaf)
  const { context, extraPrompt } = textsOf(batch, leaf.promptIndex)
  return [
    leaf.prompt,
    `Style: ${STYLES[batch.style]}.`,
    context === '' ? '' : `Context: ${context}`,
    `Composition: ${FORMATS[shape]}, one clear subject; ${calmFor(template, shape, batch.theme)}. No text, letters or logos.`,
    extraPrompt,
  ]
    .filter(line => line !== '')
    .join('\n')
}

/** Where no outputs are named, every template is made for a landscape. */
function shapeAskedOf(batch: Batch, { model }: Leaf): OutputShape {
  const aspect = aspectOf(model)
  if (batch.outputs === undefined || aspect > 1.2) return 'wide'
  return aspect < 0.8 ? 'tall' : 'square'
}
