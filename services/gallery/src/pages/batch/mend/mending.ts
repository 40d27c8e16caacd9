import { createStore } from '../../../lib/store.ts'

/** What somebody is about to do to a batch. */
export type Mending =
  /** `selected`: ids of the leaves that are selected on the sheet. */
  { what: 'recompose'; selected?: readonly string[] } | { what: 'add' } | { what: 'promote' }

/** Whichever part of the page it was asked for in, its dialog is one of the whole batch. */
export const mending = createStore<Mending | undefined>(undefined)
