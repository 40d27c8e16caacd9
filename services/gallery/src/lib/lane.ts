import type { BatchView, Model } from '../api/types.ts'
import { count, upcoming } from './format.ts'

export const PROVIDERS: Record<Model['provider'], string> = { openai: 'OpenAI', google: 'Google' }

/** What batch APIs have of a batch, in a line; undefined if nothing, and nothing was given up for the deadline either. */
export function laneLine({ economy, models }: BatchView, now: Date = new Date()): string | undefined {
  if (economy === undefined) return undefined
  const { submitted, done, since, expectedBy, hurried } = economy
  const given = hurried === 0 ? [] : [`${count(hurried)} made at once for the deadline`]
  const providers = models.flatMap(({ provider, speed }) => (speed === undefined ? [] : PROVIDERS[provider]))
  const places = [...new Set(providers)].map(name => `${name}’s batch API`).join(' and ') || 'batch APIs'
  const at = [
    `${count(submitted)} at ${places}`,
    since === undefined ? '' : ` since ${upcoming(since, now)}`,
    expectedBy === undefined ? '' : `, expected by ${upcoming(expectedBy, now)}`,
  ].join('')
  const parts = submitted === 0 ? given : [at, `${count(done)} done`, ...given]
  return parts.length === 0 ? undefined : parts.join('; ')
}

/** What of a batch was, or is, to be had at half the price, in words; undefined if nothing. */
export function halfPrice({ speed, models }: BatchView): string | undefined {
  if (speed === undefined) return undefined
  return models.every(column => column.speed === 'economy') ? 'half price' : 'half price in part'
}
