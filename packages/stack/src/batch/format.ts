import type { BatchView, LeafView } from '@contactsheet/contract'

/** Milliseconds as seconds, for people. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

/** US dollars, to a tenth of a cent. */
export function usd(amount: number): string {
  return `$${amount.toFixed(3)}`
}

/** A text cut to a number of characters. */
export function shorten(text: string, length: number): string {
  const characters = [...text.replace(/\s+/g, ' ')]
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`
}

/** The model of a leaf, with the options that its column asks for. */
export function columnOf({ models }: BatchView, { model, modelIndex }: LeafView): string {
  return [model, ...Object.values(models[modelIndex]?.options ?? {})].join(' ')
}
