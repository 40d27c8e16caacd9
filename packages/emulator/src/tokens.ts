import type { Ask } from './ask.ts'

/** Tokens of a text: about four characters make one. */
export function textTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Tokens of the pictures that an ask comes with. */
export function referenceTokens({ references = [] }: Ask, ofOne: number): number {
  return references.length * ofOne
}
