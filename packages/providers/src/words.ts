import type { Naming } from './provider.ts'

/** What a message names besides the failure. */
export interface Subject {
  naming: Naming
  /** The model's id. */
  model: string
  timeoutMs: number
}

/** What a sentence for people is made of. `why` and `wait` are empty where nothing is known. */
type Words = Naming & Subject & { why: string; wait: string }

/** Puts a failure into a sentence or two that a person can act on. */
export type Tell = (words: Words) => string
