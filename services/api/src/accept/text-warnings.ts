import { uncovered } from '@contactsheet/compose'
import { type BatchRequest, FONT_NAMES, type TitleWarning } from '@contactsheet/contract'
import { clip } from '@contactsheet/contract/text'

/** What no font has a letter for of a text that is to be set in a font: characters as a reader sees them, each once. */
type Uncovered = (text: string, font: string) => readonly string[]

/** By the fonts that are built in: one of a deployment's own may have a letter more. */
const byBuiltInFonts: Uncovered = (text, font) =>
  uncovered(text, FONT_NAMES.find(name => name === font) ?? 'inter')

/** What is told of the texts of a request before anything is paid for them. */
export interface TextWarnings {
  /** By prompt. */
  titles: TitleWarning[]
  /** In sentences, for whoever reads no more than those. */
  sentences: string[]
}

/** Prompts that are told of one by one; more are told by their number. */
const MOST_TITLES = 1_000

/** Prompts and characters that a sentence names. */
const MOST_NAMED = 5

const TEXTS = ['kicker', 'subtitle', 'byline'] as const

/** What of a request's titles, and of the texts beside them, will not be on the pictures because no font has it. */
export function textWarnings(request: BatchRequest, uncovered: Uncovered = byBuiltInFonts): TextWarnings {
  const { prompts, font, title } = request
  const titles = title === false ? [] : lacking(prompts, text => uncovered(text, font))
  const texts = TEXTS.flatMap(field => {
    const characters = uncovered(request[field] ?? '', font)
    return characters.length === 0 ? [] : [`The ${field} is drawn without ${named(characters)}: ${NO_FONT}.`]
  })
  return {
    titles: titles.slice(0, MOST_TITLES).map(([prompt, characters]) => ({
      prompt,
      message: `is drawn without ${named(characters)}: ${NO_FONT}`,
    })),
    sentences: [...(titles.length === 0 ? [] : [sentence(prompts, titles)]), ...texts],
  }
}

/** What every font has. */
const PLAIN = /^[ -~]*$/

/**
 * The texts that lack something, by position. Thousands are looked at while their caller waits, and have few characters
 * between them: those are judged once, and only texts with one that may be missing are judged by themselves.
 */
function lacking(texts: readonly string[], uncovered: (text: string) => readonly string[]) {
  const characters = new Set<string>()
  for (const text of texts)
    if (!PLAIN.test(text)) for (const one of text.normalize('NFC')) characters.add(one)
  const suspects = uncovered([...characters].join(' '))
  if (suspects.length === 0) return []
  return [...texts.entries()]
    .filter(([, text]) => !PLAIN.test(text))
    .map(([index, text]) => [index, uncovered(text)] as const)
    .filter(([, missing]) => missing.length > 0)
}

const NO_FONT = 'no font here has it'

function sentence(
  prompts: readonly string[],
  titles: readonly (readonly [number, readonly string[]])[],
): string {
  const told = titles
    .slice(0, MOST_NAMED)
    .map(([index, characters]) => `prompts[${index}] "${clip(prompts[index] ?? '')}" (${named(characters)})`)
  const rest = titles.length - told.length
  const more = rest === 0 ? '' : `, and ${rest} more`
  return `Titles are drawn without what no font here has: ${told.join(', ')}${more}.`
}

function named(characters: readonly string[]): string {
  const shown = characters.slice(0, MOST_NAMED).join(' ')
  return characters.length > MOST_NAMED ? `${shown} and ${characters.length - MOST_NAMED} more` : shown
}
