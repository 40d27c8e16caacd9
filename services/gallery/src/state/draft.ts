import type { BatchBody, LookBody, ModelBody, PresetBody, PromptBody } from '../api/types.ts'
import { deadlineField } from '../lib/deadline.ts'
import { createStore } from '../lib/store.ts'
import { parsePrompts } from '../parse/prompts.ts'
import type { TableSource } from '../parse/table-source.ts'

/** Prompts that are more than a line of text each. */
export interface DraftTable {
  /** Of the file that it is from, or of what else. */
  name: string
  items: readonly PromptBody[]
  /** Line of each item in its file, counted from 1; absent where it is from none. */
  lines?: number[] | undefined
  /** Absent where it is no table, or one that the browser has no room for. */
  source?: TableSource | undefined
}

/** What the form of a new batch holds. */
export interface Draft {
  /** One prompt a line. */
  text: string
  /** In place of the text. */
  table?: DraftTable | undefined
  /** Undefined until somebody chooses. */
  models?: readonly ModelBody[]
  /** Images of each prompt by each model. */
  variations: number
  /** As typed: how many images of all that there could be, or nothing. */
  sample: string
  style: string
  template: string
  font: string
  /** The rest of the look. */
  look: LookBody
  /** What the batch is called; empty for none. */
  name: string
  /** The batch that this one goes back to, as a file says. Undefined: none. */
  from?: BatchBody['from']
  /** As typed: with commas between. */
  tags: string
  context: string
  extraPrompt: string
  webhook: string
  /** As typed: a number of US dollars, or nothing. */
  maxCost: string
  /** Undefined: none. */
  fallback?: BatchBody['fallback']
  fallbackOn?: BatchBody['fallbackOn']
  /** Undefined: as the deployment has it. */
  reuse?: BatchBody['reuse']
  /** Undefined: at once. */
  speed?: BatchBody['speed']
  economy?: BatchBody['economy']
  /** Pictures that all prompts go by. Undefined: none. */
  references?: BatchBody['references']
  /** Of the economy speed. As typed: a time of this browser's clock, or nothing. */
  deadline: string
}

const KEY = 'contactsheet.draft'

const EMPTY: Draft = {
  text: '',
  variations: 1,
  sample: '',
  style: 'photorealistic',
  template: 'bottom-bar',
  font: 'inter',
  look: {},
  name: '',
  tags: '',
  context: '',
  extraPrompt: '',
  webhook: '',
  maxCost: '',
  deadline: '',
}

/** What was typed and not sent yet. Kept by the browser, so that neither a reload nor a lost connection costs it. */
export const draft = createStore<Draft>(load())

draft.subscribe(() => {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft.get(), withoutLargeSources))
  } catch {
    // A browser that keeps nothing: the draft then lasts as long as the page.
  }
})

/** Characters of a table that are kept beside what came of it: a browser keeps some millions in all. */
const MOST_KEPT = 500_000

function withoutLargeSources(name: string, value: unknown): unknown {
  const isLarge = name === 'source' && (value as TableSource).text.length > MOST_KEPT
  return isLarge ? undefined : value
}

export function changeDraft(change: Partial<Draft>): void {
  draft.set({ ...draft.get(), ...change })
}

export function changeLook(change: LookBody): void {
  changeDraft({ look: { ...draft.get().look, ...change } })
}

/**
 * Names an uploaded picture for models to go by, once.
 *
 * @param row of the table, counted from 0; undefined: for every prompt
 */
export function addReference(id: string, row?: number): void {
  const { references = [], table } = draft.get()
  const item = row === undefined ? undefined : table?.items[row]
  if (item === undefined) changeDraft({ references: [...references.filter(other => other !== id), id] })
  else changeRow(row ?? 0, [...referencesOf(item).filter(other => other !== id), id])
}

/** Has a row of the table go by these pictures. */
export function changeRow(row: number, references: readonly string[]): void {
  const { table } = draft.get()
  const item = table?.items[row]
  if (table === undefined || item === undefined) return
  const { references: _, ...plain } = typeof item === 'string' ? { prompt: item } : item
  const changed = references.length === 0 ? plain : { ...plain, references }
  changeDraft({ table: { ...table, items: table.items.with(row, changed) } })
}

export function referencesOf(item: PromptBody): readonly string[] {
  return typeof item === 'string' ? [] : (item.references ?? [])
}

/** Rows that are to take the place of those of the table, with the pictures that these go by. */
export function withRowReferences(items: readonly PromptBody[]): PromptBody[] {
  const before = draft.get().table?.items ?? []
  return items.map((item, row) => {
    const references = referencesOf(before[row] ?? '')
    if (references.length === 0) return item
    return { ...(typeof item === 'string' ? { prompt: item } : item), references }
  })
}

/** Makes rows of the typed prompts, which can have something of their own. */
export function typedAsTable(): void {
  const items = parsePrompts(draft.get().text).prompts.map(prompt => ({ prompt }))
  changeDraft({ table: { name: TYPED, items }, text: '' })
}

/** Takes the table away. Prompts that were typed are lines again. */
export function dropTable(): void {
  const { table, text } = draft.get()
  const lines = table?.items.map(item => (typeof item === 'string' ? item : item.prompt)) ?? []
  changeDraft({ table: undefined, text: table?.name === TYPED ? lines.join('\n') : text })
}

const TYPED = 'Typed prompts'

/** Takes over what a file says. What it leaves out stays. */
export function draftFrom(batch: Partial<BatchBody>, file: Omit<DraftTable, 'items'>): void {
  draft.set({ ...draft.get(), ...partsOf(batch, file, draft.get().look) })
}

/**
 * Takes over a batch that was made before, whole: nothing of what stood there stays.
 *
 * @returns what stood there, to put it back
 */
export function replaceDraft(batch: BatchBody, name: string): Draft {
  const before = draft.get()
  draft.set({ ...EMPTY, ...partsOf(batch, { name }, {}) })
  return before
}

/**
 * Takes over a preset: what it leaves out is as usual. Prompts, pictures and what else belongs to one batch stay, and the
 * models if it names none.
 *
 * @returns what stood there, to put it back
 */
export function applyPreset(preset: PresetBody): Draft {
  const before = draft.get()
  const { text, table, models, sample, references, webhook, deadline, name, tags } = before
  const kept = { text, table, models, sample, references, webhook, deadline, name, tags }
  draft.set({ ...EMPTY, ...given(kept), ...partsOf(preset, { name: '' }, {}) })
  return before
}

/** Whether anybody would miss it. */
export function isEmptyDraft({ text, table, references = [], context, extraPrompt }: Draft): boolean {
  return table === undefined && references.length === 0 && `${text}${context}${extraPrompt}`.trim() === ''
}

function partsOf(
  batch: Partial<BatchBody>,
  file: Omit<DraftTable, 'items'>,
  lookBefore: LookBody,
): Partial<Draft> {
  const { prompts, maxCostUsd, models, style, template, font, context, extraPrompt, webhook, ...rest } = batch
  const {
    fallback,
    fallbackOn,
    reuse,
    speed,
    economy,
    deadline,
    references,
    variations,
    sample,
    name,
    tags,
    from,
    ...look
  } = rest
  const asTyped = {
    models,
    style,
    template,
    font,
    context,
    extraPrompt,
    name,
    webhook,
    fallback,
    fallbackOn,
    reuse,
    speed,
    economy,
    from,
    references,
    variations,
  }
  return {
    ...given(asTyped),
    look: { ...lookBefore, ...look },
    ...(prompts && promptsOf(prompts, file)),
    ...(maxCostUsd !== undefined && { maxCost: String(maxCostUsd) }),
    ...(tags !== undefined && { tags: tags.join(', ') }),
    ...(sample !== undefined && { sample: String(sample) }),
    ...(deadline !== undefined && { deadline: deadlineField(deadline) }),
  }
}

type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }

function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>
}

/** As lines of text where they are no more than that. */
function promptsOf(
  items: readonly PromptBody[],
  file: Omit<DraftTable, 'items'>,
): Pick<Draft, 'text' | 'table'> {
  const lines = items.flatMap(item => (typeof item === 'string' && !item.includes('\n') ? [item] : []))
  return lines.length === items.length
    ? { text: lines.join('\n'), table: undefined }
    : { text: '', table: { ...file, items } }
}

function load(): Draft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null ? { ...EMPTY, ...kept } : EMPTY
  } catch {
    return EMPTY
  }
}
