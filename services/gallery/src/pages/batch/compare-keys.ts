import type { LeafPick } from '../../api/types.ts'

/** What keys do in a comparison, in the words of its help. */
export const COMPARE_KEYS = [
  ['← →', 'rows'],
  ['+ −', 'zoom'],
  ['0', 'whole'],
  ['O', '1:1'],
  ['Shift arrows', 'move'],
  ['F', 'flicker'],
  ['Space', 'a short look'],
  ['S', 'side by side'],
  ['B', 'originals'],
  ['I', 'prompt'],
  ['1 to 4, P', 'pick'],
  ['X', 'reject'],
] as const

/** What a key does to a comparison. */
export type Action =
  /** Of the leaf that is the n-th shown, from 0; undefined: of the one in hand. */
  { does: 'pick'; pick: LeafPick; nth?: number } | { does: 'flicker' | 'sideBySide' | 'originals' | 'prompt' }

const ACTIONS: Readonly<Record<string, Action>> = {
  p: { does: 'pick', pick: 'picked' },
  x: { does: 'pick', pick: 'rejected' },
  f: { does: 'flicker' },
  s: { does: 'sideBySide' },
  b: { does: 'originals' },
  i: { does: 'prompt' },
}

/** What a key is for; undefined for any other. */
export function actionOf(key: string): Action | undefined {
  if (/^[1-9]$/.test(key)) return { does: 'pick', pick: 'picked', nth: Number(key) - 1 }
  return ACTIONS[key.toLowerCase()]
}
