import { didYouMean } from './text/near.ts'

/**
 * What is wrong with a name that stands for nothing: which there are, and the nearest. Goes on from the field that has it.
 *
 * @param listedAt the call that lists them, for where there are none
 */
export function explainUnknownName(name: string, known: readonly string[], listedAt: string): string {
  if (known.length === 0) return `names what this deployment does not have: ${listedAt} lists none`
  const hint = didYouMean(name, known)
  return `must be one of: ${known.join(', ')}${hint && `.${hint}`}`
}
