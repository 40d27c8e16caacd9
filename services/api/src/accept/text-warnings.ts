import { type Batch, leavesOf, type TitleWarning, textsOf } from '@contactsheet/contract'
import { clip } from '@contactsheet/contract/text'

/** What no font has a letter for of a text: characters as a reader sees them, each once. */
export type Uncovered = (text: string) => readonly string[]

/** What is told of the texts of a batch before anything is paid for them. */
export interface TextWarnings {
  /** By prompt. */
  titles: TitleWarning[]
  /** In sentences, for whoever reads no more than those. */
  sentences: string[]
}

/** A title, and the position of its prompt. */
type Title = readonly [prompt: number, title: string]

/** Prompts that are told of one by one; more are told by their number. */
const MOST_TITLES = 1_000

/** Prompts and characters that a sentence names. */
const MOST_NAMED = 5

const TEXTS = ['kicker', 'subtitle', 'byline'] as const

/**
 * What of a new batch's titles, and of the texts beside them, will not be on the pictures because no font has it.
 *
 * @param from position of the first prompt whose title is news
 */
export function textWarnings(batch: Batch, uncovered: Uncovered, from = 0): TextWarnings {
  const { prompts, items } = batch
  const all = prompts.map((prompt, index): Title => [index, items?.[index]?.title ?? prompt])
  const titles = batch.title === false ? [] : lacking(all.slice(from), uncovered)
  const texts = TEXTS.flatMap(field => {
    const characters = uncovered(textsBeside(batch, field))
    return characters.length === 0 ? [] : [`The ${field} is drawn without ${named(characters)}: ${NO_FONT}.`]
  })
  return {
    titles: warningsOf(titles),
    sentences: [...(titles.length === 0 ? [] : [sentence(all, titles)]), ...texts],
  }
}

/** The same of the titles that the last version of a batch draws anew. */
export function titleWarningsAnew(batch: Batch, uncovered: Uncovered): TitleWarning[] {
  if (batch.title === false) return []
  const ids = batch.versions?.at(-1)?.leaves
  const drawn = new Map<string, Title>()
  for (const { id, promptIndex, title } of leavesOf(batch))
    if (ids?.includes(id) ?? true) drawn.set(`${promptIndex} ${title}`, [promptIndex, title])
  return warningsOf(lacking([...drawn.values()], uncovered))
}

function warningsOf(titles: readonly Lacking[]): TitleWarning[] {
  return titles.slice(0, MOST_TITLES).map(([prompt, characters]) => ({
    prompt,
    message: `is drawn without ${named(characters)}: ${NO_FONT}`,
  }))
}

/** A text beside the titles, of all prompts that have another. */
function textsBeside(batch: Batch, field: (typeof TEXTS)[number]): string {
  if (batch.items === undefined) return batch[field] ?? ''
  return [...new Set(batch.items.map((_, index) => textsOf(batch, index)[field] ?? ''))].join(' ')
}

/** What every font has. */
const PLAIN = /^[ -~]*$/

/** Position of a prompt, and what its title lacks. */
type Lacking = readonly [prompt: number, characters: readonly string[]]

/**
 * The titles that lack something. Thousands are looked at while their caller waits, and have few characters between them:
 * those are judged once, and only titles with one that may be missing are judged by themselves.
 */
function lacking(titles: readonly Title[], uncovered: Uncovered): Lacking[] {
  const suspects = titles.filter(([, title]) => !PLAIN.test(title))
  const characters = new Set<string>()
  for (const [, title] of suspects) for (const one of title.normalize('NFC')) characters.add(one)
  if (uncovered([...characters].join(' ')).length === 0) return []
  return suspects
    .map(([prompt, title]): Lacking => [prompt, uncovered(title)])
    .filter(([, missing]) => missing.length > 0)
}

const NO_FONT = 'no font here has it'

function sentence(all: readonly Title[], titles: readonly Lacking[]): string {
  const told = titles
    .slice(0, MOST_NAMED)
    .map(([index, characters]) => `prompts[${index}] "${clip(all[index]?.[1] ?? '')}" (${named(characters)})`)
  const rest = titles.length - told.length
  const more = rest === 0 ? '' : `, and ${rest} more`
  return `Titles are drawn without what no font here has: ${told.join(', ')}${more}.`
}

function named(characters: readonly string[]): string {
  const shown = characters.slice(0, MOST_NAMED).join(' ')
  return characters.length > MOST_NAMED ? `${shown} and ${characters.length - MOST_NAMED} more` : shown
}
