import type { Batch } from './batch.ts'
import { fillVariables, variablesOf } from './text/variables.ts'

/** The texts of a leaf beside its prompt and its title; empty or undefined where there is none. */
export interface LeafTexts {
  context: string
  extraPrompt: string
  kicker?: string | undefined
  subtitle?: string | undefined
  byline?: string | undefined
  /** Of all texts that are drawn, as BCP 47 has it. */
  language?: string | undefined
}

/** What a batch says for all of its prompts, as far as texts go. */
type Shared = Pick<Batch, 'context' | 'extraPrompt' | 'kicker' | 'subtitle' | 'byline' | 'language' | 'items'>

/**
 * The texts of a leaf: its prompt's own, or else those of the whole batch with the prompt's variables filled in.
 *
 * @param promptIndex position of its prompt, from 0
 */
export function textsOf(batch: Shared, promptIndex: number): LeafTexts {
  const item = batch.items?.[promptIndex] ?? {}
  const values = item.variables === undefined ? undefined : variablesOf(item)
  // How long it may get was looked at when the batch was accepted.
  const fill = (text: string) =>
    values === undefined ? text : fillVariables(text, values, Number.POSITIVE_INFINITY).text
  const drawn = (field: 'kicker' | 'subtitle' | 'byline') =>
    item[field] ?? (batch[field] === undefined ? undefined : fill(batch[field]))
  return {
    context: fill(batch.context),
    extraPrompt: fill(batch.extraPrompt),
    kicker: drawn('kicker'),
    subtitle: drawn('subtitle'),
    byline: drawn('byline'),
    language: item.language ?? batch.language,
  }
}
