import { z } from 'zod'

export const PROVIDERS = ['openai', 'google'] as const
export type Provider = (typeof PROVIDERS)[number]

const day = z.iso.date()

/** What one image costs, as somebody published it on a day. */
const priceSchema = z.strictObject({
  usd: z.number().nonnegative(),
  source: z.string().min(1),
  date: day,
})

const lifecycle = {
  /** The model id as the provider knows it. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'must be lower-case letters, digits, dots and dashes'),
  label: z.string().min(1),
  /** Absent: nobody has published a price we could cite; estimates then say so. */
  price: priceSchema.optional(),
  /** The day the provider stops answering for this id. */
  shutdown: day.optional(),
  /** What a batch that names this id runs on after its shutdown. */
  replacedBy: z.string().optional(),
}

/** One image model: who serves it, what is asked of it, what it costs, how long it lives. */
export const modelSchema = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('openai'),
    ...lifecycle,
    /** `WIDTHxHEIGHT` in pixels, landscape. */
    size: z.string().regex(/^\d{3,4}x\d{3,4}$/, 'must be WIDTHxHEIGHT, as in 1536x1024'),
    /** Sets the price. */
    quality: z.enum(['low', 'medium', 'high']),
  }),
  z.strictObject({
    provider: z.literal('google'),
    ...lifecycle,
    aspectRatio: z.string().regex(/^\d{1,2}:\d{1,2}$/, 'must be WIDTH:HEIGHT, as in 16:9'),
    imageSize: z.enum(['1K', '2K', '4K']),
  }),
])
export type Model = z.infer<typeof modelSchema>
