import { call } from './call.ts'
import { openAiClient } from './openai.ts'
import type { Moderate, OpenOptions } from './provider.ts'

const MODEL = 'omni-moderation-latest'

/** Texts of one call, and calls at once. */
const TEXTS = 50
const CALLS_AT_ONCE = 4

/** OpenAI's moderation endpoint, which is free of charge. Loads the SDK: import this lazily. */
export function openAiModeration(options: OpenOptions): Moderate {
  const client = openAiClient(options)
  const moderate = async (input: string[], signal: AbortSignal): Promise<string[][]> => {
    const { results } = await call({ ...options, model: { id: MODEL } }, signal, ({ signal }) =>
      client.moderations.create({ model: MODEL, input }, { signal }),
    )
    if (results.length !== input.length)
      throw new Error(`the moderation judged ${results.length} of ${input.length} texts`)
    return results.map(({ flagged, categories }) => (flagged ? flaggedOf(categories) : []))
  }

  return async (texts, signal) => {
    const verdicts: string[][] = Array.from(texts, () => [])
    // One iterator for all lanes: each takes the next texts that no other has.
    const starts = texts.keys().filter(index => index % TEXTS === 0)
    const lane = async () => {
      for (const start of starts) {
        const found = await moderate(texts.slice(start, start + TEXTS), signal)
        verdicts.splice(start, found.length, ...found)
      }
    }
    await Promise.all(Array.from({ length: CALLS_AT_ONCE }, lane))
    return verdicts
  }
}

/** Never empty: a text that is flagged for a reason unknown to the SDK is flagged all the same. */
function flaggedOf(categories: object): string[] {
  const names = Object.entries(categories).flatMap(([name, flagged]) => (flagged === true ? [name] : []))
  return names.length > 0 ? names : ['unspecified']
}
