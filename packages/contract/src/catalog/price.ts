import { z } from 'zod'

/** What one image costs, as somebody published it on a day. */
export const priceSchema = z.strictObject({
  usd: z.number().nonnegative(),
  source: z.string().min(1),
  date: z.iso.date(),
})
