import type { BatchView, LeafView, LookBody, RecomposeBody } from '../api/types.ts'
import { requestOf } from './outputs.ts'

/** A look that can be given to pictures that are there. */
export interface Look extends Pick<LookBody, 'outputs' | 'theme'> {
  template: string
  font: string
  title: boolean
  titleSize: 'fit' | 'series'
}

/** How a batch looks now. */
export function lookOf(view: BatchView): Look {
  const { template, font, outputs, theme, title, titleSize } = view
  return {
    template,
    font,
    outputs: requestOf(outputs),
    theme,
    title: title !== false,
    titleSize: titleSize ?? 'fit',
  }
}

/** What of a look is to change: the fields of a request that say so. */
export function lookChange(before: Look, after: Look): Partial<RecomposeBody> {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, name)),
  )
  // What is made where nothing is asked for has to be asked for to have it back.
  return Object.fromEntries(
    changed.map(([name, value]) => [name, name === 'outputs' ? (value ?? ['og']) : value]),
  )
}

/**
 * The request that makes pictures anew; undefined where nothing would change.
 *
 * @param leaves those that the look is for; undefined for all
 * @param titles by leaf id, as they are written in the form
 */
export function recomposition(
  look: Partial<RecomposeBody>,
  leaves: readonly LeafView[] | undefined,
  titles: ReadonlyMap<string, string>,
  keep: boolean,
): RecomposeBody | undefined {
  const hasLook = Object.keys(look).length > 0
  if (!hasLook && titles.size === 0) return undefined
  return {
    ...look,
    ...(hasLook && leaves !== undefined && { leaves: leaves.map(({ leafId }) => leafId) }),
    ...(titles.size > 0 && { titles: Object.fromEntries(titles) }),
    keep,
  }
}
