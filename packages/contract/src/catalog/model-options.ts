import { z } from 'zod'

/**
 * The providers, each with what a model of its own is told beside its id. All of contract that goes by provider derives
 * from this table. How a provider is reached is its row in the registry of packages/providers, which does not compile
 * without one.
 */
export const MODEL_OPTIONS = {
  openai: {
    /** `WIDTHxHEIGHT` in pixels, landscape. */
    size: z.string().regex(/^\d{3,4}x\d{3,4}$/, 'must be WIDTHxHEIGHT, as in 1216x640'),
    /** Sets the price. */
    quality: z.enum(['low', 'medium', 'high']),
  },
  google: {
    aspectRatio: z.string().regex(/^\d{1,2}:\d{1,2}$/, 'must be WIDTH:HEIGHT, as in 16:9'),
    imageSize: z.enum(['1K', '2K', '4K']),
  },
} as const satisfies Readonly<Record<string, z.ZodRawShape>>
