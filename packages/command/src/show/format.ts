import type { Batch, Leaf } from '@contactsheet/client'

const HOUR_MS = 3_600_000

/** Milliseconds as seconds, for people; from an hour on as hours and minutes. */
export function seconds(ms: number): string {
  if (ms < HOUR_MS) return `${(ms / 1_000).toFixed(1)} s`
  const minutes = Math.round(ms / 60_000)
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** What providers' batch APIs have of a batch; undefined if nothing. */
export function laneOf(economy: Batch['economy'] | undefined): string | undefined {
  if (economy === undefined || economy.submitted === 0) return undefined
  const { submitted, done, expectedBy } = economy
  const by = expectedBy === undefined ? '' : `, expected by ${new Date(expectedBy).toLocaleString()}`
  return `${submitted} at batch APIs (${done} done${by})`
}

/** A time, on this machine's clock, to the minute. */
export function localTime(time: string): string {
  // Swedes write the year first.
  return new Date(time).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
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
export function columnOf({ models }: Batch, { model, modelIndex }: Leaf): string {
  return [model, ...Object.values(models[modelIndex]?.options ?? {})].join(' ')
}
