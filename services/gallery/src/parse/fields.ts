/** The parts of the positional form of a request, in order. */
export const POSITIONAL_FIELDS = [
  'prompts',
  'models',
  'style',
  'template',
  'font',
  'context',
  'extraPrompt',
] as const

/** The part of a look that stands behind More. */
export const MORE_LOOK_FIELDS = [
  'outputs',
  'title',
  'titleSize',
  'theme',
  'language',
  'kicker',
  'subtitle',
  'byline',
  'logo',
] as const

/** All that the object form can have. */
export const REQUEST_FIELDS: readonly string[] = [
  ...POSITIONAL_FIELDS,
  'variations',
  'sample',
  'webhook',
  'maxCostUsd',
  'fallback',
  'fallbackOn',
  'references',
  'name',
  'tags',
  'from',
  'reuse',
  'speed',
  'economy',
  'deadline',
  ...MORE_LOOK_FIELDS,
]
