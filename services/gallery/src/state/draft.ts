import type { BatchBody, LookBody } from '../api/types.ts'
import { createStore } from '../lib/store.ts'

/** What the form of a new batch holds. */
export interface Draft {
  /** One prompt a line. */
  text: string
  /** Undefined until somebody chooses. */
  models?: string[]
  style: string
  template: string
  font: string
  /** The rest of the look. */
  look: LookBody
  context: string
  extraPrompt: string
  webhook: string
  /** As typed: a number of US dollars, or nothing. */
  maxCost: string
}

const KEY = 'contactsheet.draft'

const EMPTY: Draft = {
  text: '',
  style: 'photorealistic',
  template: 'bottom-bar',
  font: 'inter',
  look: {},
  context: '',
  extraPrompt: '',
  webhook: '',
  maxCost: '',
}

/** What was typed and not sent yet. Kept by the browser, so that neither a reload nor a lost connection costs it. */
export const draft = createStore<Draft>(load())

draft.subscribe(() => {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft.get()))
  } catch {
    // A browser that keeps nothing: the draft then lasts as long as the page.
  }
})

export function changeDraft(change: Partial<Draft>): void {
  draft.set({ ...draft.get(), ...change })
}

export function changeLook(change: LookBody): void {
  changeDraft({ look: { ...draft.get().look, ...change } })
}

/** Takes over a batch, from a file or one that was made before. What it leaves out stays. */
export function draftFrom(batch: Partial<BatchBody>): void {
  const { prompts, maxCostUsd, models, style, template, font, context, extraPrompt, webhook, ...look } = batch
  const asTyped = { models, style, template, font, context, extraPrompt, webhook }
  changeDraft({
    ...Object.fromEntries(Object.entries(asTyped).filter(([, value]) => value !== undefined)),
    look: { ...draft.get().look, ...look },
    ...(prompts && { text: prompts.join('\n') }),
    ...(maxCostUsd !== undefined && { maxCost: String(maxCostUsd) }),
  })
}

function load(): Draft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null ? { ...EMPTY, ...kept } : EMPTY
  } catch {
    return EMPTY
  }
}
