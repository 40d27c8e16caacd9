import { fillVariables, variablesOf } from '@contactsheet/contract/text'
import type { PromptBody } from '../api/types.ts'

/** Characters of a text with its variables filled in: more than any deployment allows. */
const MOST_CHARACTERS = 100_000

/** What an item of the prompts comes to. */
export interface FilledItem {
  /** What is asked for. */
  prompt: string
  /** What is drawn. */
  title: string
}

export function filledItem(item: PromptBody): FilledItem {
  if (typeof item === 'string') return { prompt: item, title: item }
  const { variables, prompt, title } = item
  const values = variables === undefined ? undefined : variablesOf({ ...item, variables })
  const fill = (text: string) =>
    values === undefined ? text : fillVariables(text, values, MOST_CHARACTERS).text
  return { prompt: fill(prompt), title: fill(title ?? prompt) }
}

/** What the items of the prompts say of themselves. */
export interface ItemColumns {
  /** Such as `title`, with `prompt` first. */
  fields: string[]
  /** Names of variables. */
  variables: string[]
}

export function columnsOf(items: readonly PromptBody[]): ItemColumns {
  const fields = new Set(['prompt'])
  const names = new Set<string>()
  for (const item of items) {
    if (typeof item === 'string') continue
    const { variables = {}, ...texts } = item
    for (const [name, text] of Object.entries(texts)) if (text !== undefined) fields.add(name)
    for (const name of Object.keys(variables)) names.add(name)
  }
  return { fields: [...fields], variables: [...names] }
}
