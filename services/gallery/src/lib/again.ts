import type { BatchBody, BatchView, PromptBody } from '../api/types.ts'
import { hoursUntil } from './deadline.ts'
import { requestOf } from './outputs.ts'

/** The request that makes a batch once more. Of its webhook only the origin is told, so that is not part of it. */
export function requestAgain(view: BatchView): BatchBody {
  const { items, style, template, font, context = '', extraPrompt = '', variations, sample } = view
  return {
    prompts: view.prompts.map((prompt, index) => itemAgain(prompt, items?.[index])),
    models: view.models.map(({ id, options }) => (options === undefined ? id : { id, ...options })),
    style,
    template,
    font,
    context,
    extraPrompt,
    ...(view.maxCostUsd !== undefined && { maxCostUsd: view.maxCostUsd }),
    fallback: view.fallback?.map(({ id, options }) => (options === undefined ? id : { id, ...options })),
    fallbackOn: view.fallbackOn,
    reuse: view.reuse,
    speed: view.speed,
    // As long from now as that was from then.
    deadline: view.deadline === undefined ? undefined : hoursUntil(view.deadline, view.createdAt),
    variations,
    sample: sample?.images,
    outputs: requestOf(view.outputs),
    title: view.title,
    titleSize: view.titleSize,
    theme: view.theme,
    language: view.language,
    kicker: view.kicker,
    subtitle: view.subtitle,
    byline: view.byline,
    logo: view.logo,
  }
}

type Item = NonNullable<BatchView['items']>[number]

function itemAgain(prompt: string, item: Item = {}): PromptBody {
  const { variables, language, references, ...texts } = item
  if (Object.keys(item).length === 0) return prompt
  // What is filled in already must not be taken for a variable now.
  const meant = (text: string) => (variables === undefined ? text : text.replaceAll('{{', '\\{{'))
  const drawn = Object.entries(texts).map(([name, text]) => [name, text && meant(text)])
  return {
    prompt: meant(prompt),
    ...Object.fromEntries(drawn),
    ...(language !== undefined && { language }),
    ...(variables !== undefined && { variables }),
    ...(references !== undefined && { references }),
  }
}
