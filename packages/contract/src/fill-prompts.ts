import type { Batch } from './batch.ts'
import { MOST_CHARACTERS } from './look-fields.ts'
import type { PromptItem } from './prompt-item.ts'
import { fillVariables, unusedVariables, variablesOf } from './text/variables.ts'

/** Texts of a prompt's own that its variables are filled into. */
const OWN_TEXTS = ['prompt', 'title', 'kicker', 'subtitle', 'byline'] as const

/** Texts of a whole request that the variables of each prompt are filled into. */
const SHARED_TEXTS = ['context', 'extraPrompt', 'kicker', 'subtitle', 'byline'] as const

type OwnText = (typeof OWN_TEXTS)[number]
type SharedText = (typeof SHARED_TEXTS)[number]

/** What a request says that variables have to do with. */
export type FillRequest = { prompts: readonly PromptItem[] } & { [Field in SharedText]?: string | undefined }

/** An item with variables: its texts are to be filled. */
type Filled = Exclude<PromptItem, string> & { variables: Record<string, string> }

type BatchItem = NonNullable<Batch['items']>[number]

/** What is wrong with a text once its variables are filled in, and where in the request. */
export interface FillFault {
  path: (string | number)[]
  message: string
}

/** The prompts of a request as a batch holds them. */
export interface FilledPrompts {
  prompts: string[]
  /** What each has of its own; undefined where none has anything. */
  items: BatchItem[] | undefined
  warnings: string[]
}

/**
 * What keeps texts of a request from being filled: first those of the prompts' own, then those that all prompts share, which
 * have to come out for each. One after the other, as many as are asked for.
 *
 * @param maxPromptLength characters that a prompt, a title, `context` and `extraPrompt` may come to
 */
export function* fillFaults(request: FillRequest, maxPromptLength: number): Generator<FillFault> {
  const most = { prompt: maxPromptLength, title: maxPromptLength, ...MOST_CHARACTERS }
  for (const [index, item] of request.prompts.entries())
    if (isFilled(item))
      for (const field of OWN_TEXTS)
        for (const message of ownFaults(item, field, most[field]))
          yield { path: ['prompts', index, field], message }
  const mostShared = { context: maxPromptLength, extraPrompt: maxPromptLength, ...MOST_CHARACTERS }
  for (const field of SHARED_TEXTS) yield* sharedFaults(request, field, mostShared[field])
}

function ownFaults(item: Filled, field: OwnText, most: number): string[] {
  const written = item[field]
  if (written === undefined) return []
  const { text, problems } = fillVariables(written, variablesOf(item), most)
  const isEmpty = (field === 'prompt' || field === 'title') && text.trim() === ''
  return isEmpty ? [...problems, 'is empty with its variables filled in'] : problems
}

function* sharedFaults(
  { prompts, ...shared }: FillRequest,
  field: SharedText,
  most: number,
): Generator<FillFault> {
  const written = shared[field]
  if (written?.includes('{{') !== true) return
  const filled = [...prompts.entries()].flatMap(([index, item]) =>
    isFilled(item) ? [[index, item] as const] : [],
  )
  if (filled.length === 0) return
  const everywhere = Object.fromEntries(
    filled.flatMap(([, item]) => Object.keys(variablesOf(item))).map(name => [name, '']),
  )
  // What no prompt can do anything about is told once.
  const { problems: always, missing: nowhere } = fillVariables(written, everywhere, most)
  for (const message of always) yield { path: [field], message }
  const blanks = Object.fromEntries(nowhere.map(name => [name, '']))
  for (const [index, item] of filled) {
    if (ownOf(item, field) !== undefined) continue
    const { problems } = fillVariables(written, { ...blanks, ...variablesOf(item) }, most)
    for (const problem of problems)
      if (!always.includes(problem)) yield { path: ['prompts', index], message: `${field} ${problem}` }
  }
}

function isFilled(item: PromptItem): item is Filled {
  return typeof item !== 'string' && item.variables !== undefined
}

function ownOf(item: PromptItem, field: SharedText): string | undefined {
  if (typeof item === 'string' || field === 'context' || field === 'extraPrompt') return undefined
  return item[field]
}

/**
 * The prompts of a request with their variables filled in, and what their caller should know of those.
 *
 * @param request that has none of {@link fillFaults}
 * @param first position of its first prompt in the batch that it is for
 */
export function filledPrompts(request: FillRequest, first = 0): FilledPrompts {
  const used = new Set<string>()
  const made = request.prompts.map(item => {
    if (typeof item === 'string') return { prompt: item, own: {} }
    const fill = (text: string) => {
      if (!isFilled(item)) return text
      const filled = fillVariables(text, variablesOf(item), Number.POSITIVE_INFINITY)
      for (const name of filled.used) used.add(name)
      return filled.text.trim()
    }
    return { prompt: fill(item.prompt), own: ownTexts(item, request, fill) }
  })
  const items = made.map(({ own }) => own)
  return {
    prompts: made.map(({ prompt }) => prompt),
    items: items.some(own => Object.keys(own).length > 0) ? items : undefined,
    warnings: warningsOf(request, used, first),
  }
}

/** What an item has of its own, without what is the same without it. */
function ownTexts(
  item: Exclude<PromptItem, string>,
  request: FillRequest,
  fill: (text: string) => string,
): BatchItem {
  const { title, language, variables } = item
  const asksForVariables = SHARED_TEXTS.some(field => request[field]?.includes('{{'))
  const texts = (['kicker', 'subtitle', 'byline'] as const).map(field => {
    const text = item[field]
    // An empty text is one that is meant only where the batch has another.
    return [field, text === undefined || (text === '' && !request[field]) ? undefined : fill(text)]
  })
  const hasVariables = variables !== undefined && (asksForVariables || Object.keys(variables).length > 0)
  const all = {
    title: title === undefined ? undefined : fill(title),
    language: language || undefined,
    ...Object.fromEntries(texts),
    variables: hasVariables ? variables : undefined,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** Names and positions that a warning lists. */
const MOST_LISTED = 20

function warningsOf(request: FillRequest, used: ReadonlySet<string>, first: number): string[] {
  const filled = request.prompts.filter(isFilled)
  if (filled.length === 0) return []
  const shared = SHARED_TEXTS.flatMap(field => request[field] ?? [])
  const asked = new Set([
    ...used,
    ...shared.flatMap(text => fillVariables(text, {}, Number.POSITIVE_INFINITY).used),
  ])
  const unused = unusedVariables(new Set(filled.flatMap(({ variables }) => Object.keys(variables))), asked)
  const plain = [...request.prompts.entries()].flatMap(([index, item]) => {
    if (isFilled(item)) return []
    const own = typeof item === 'string' ? [item] : OWN_TEXTS.flatMap(field => item[field] ?? [])
    return [...own, ...shared].some(text => VARIABLE.test(text)) ? [`prompts[${first + index}]`] : []
  })
  return [
    ...(unused.length === 0 ? [] : [`No text asks for ${listed(unused.map(name => `{{${name}}}`))}.`]),
    ...(plain.length === 0
      ? []
      : [
          `Without "variables", braces are text like any other: {{name}} stays as it is for ${listed(plain)}.`,
        ]),
  ]
}

const VARIABLE = /\{\{[^{}]*\}\}/

function listed(all: readonly string[]): string {
  const more = all.length > MOST_LISTED ? ` and ${all.length - MOST_LISTED} more` : ''
  return all.slice(0, MOST_LISTED).join(', ') + more
}
