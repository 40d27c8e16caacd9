import { closestMatch } from 'leven'
import { clip } from './clip.ts'

/** A sentence that asks whether the name most like what was written was meant; empty if none is like it. */
export function didYouMean(written: string, names: readonly string[]): string {
  const told = clip(written)
  const near = closestMatch(told, [...names], { maxDistance: Math.ceil(told.length / 2) })
  return near === undefined ? '' : ` Did you mean "${near}"?`
}
