import { z } from 'zod'

const usd = z.number('must be a number of US dollars').nonnegative('must be 0 US dollars or more')

const origin = {
  /** Who published it. */
  source: z.string().min(1),
  /** The day it was read. */
  date: z.iso.date(),
}

/** What one image costs, as somebody published it on a day. */
export const priceSchema = z.strictObject({ usd, ...origin })

/** What tokens cost, in USD for a million of them. Input that a provider had cached, which costs less, counts like any other. */
export const tokenPricesSchema = z.strictObject({
  textIn: usd,
  imageIn: usd,
  textOut: usd,
  imageOut: usd,
  ...origin,
})
