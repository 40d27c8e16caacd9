import { createHash } from 'node:crypto'
import type { Take } from './ask.ts'

/**
 * What the emulator's pictures are like. `art` paints every prompt its own. The others share a few, are made once and
 * cost next to nothing to send: `flat` as they were asked for, `large` as grainy PNG, whatever was asked for, of 3.3 MB
 * at 1536x1024 and of 18 MB at Gemini's 4K.
 */
export const PICTURES = ['art', 'flat', 'large'] as const

export type Pictures = (typeof PICTURES)[number]

/** Motifs that shared answers have among them. */
const MOTIFS = 4

/** An ask that stands for many, so that their answers can be made once and shared: one of a few prompts for all. */
const share = (ask: Take): Take => {
  const motif = (createHash('sha256').update(ask.prompt).digest()[0] ?? 0) % MOTIFS
  return { ...ask, prompt: `Motif ${motif}`, take: 0 }
}

/** How asks are shared; undefined where each has an answer of its own. */
export const SHARING: Record<Pictures, ((ask: Take) => Take) | undefined> = {
  art: undefined,
  flat: share,
  large: ask => ({ ...share(ask), format: 'png', compression: 100, grainy: true }),
}
