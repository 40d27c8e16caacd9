import { z } from 'zod'
import { SHAPES } from './shapes.ts'

/**
 * The providers, each with what a model of its own is told beside its id. All of contract that goes by provider derives
 * from this table. How a provider is reached is its row in the registry of packages/providers, which does not compile
 * without one.
 */
export const MODEL_OPTIONS = {
  openai: {
    /** `WIDTHxHEIGHT` in pixels. */
    size: z.string().regex(/^\d{3,4}x\d{3,4}$/, 'must be WIDTHxHEIGHT, as in 1216x640'),
    /** Sets the price. */
    quality: z.enum(['low', 'medium', 'high', 'xhigh', 'max']),
    /** How much a model plans before it draws, which may cost too. Absent: as the provider has it. */
    complexity: z.enum(['low', 'medium', 'high']).optional(),
    shapes: familyOf('openai'),
  },
  google: {
    aspectRatio: z.string().regex(/^\d{1,2}:\d{1,2}$/, 'must be WIDTH:HEIGHT, as in 16:9'),
    imageSize: z.enum(['1K', '2K', '4K']),
    shapes: familyOf('google'),
  },
} as const satisfies Readonly<Record<string, z.ZodRawShape>>

function familyOf<const P extends keyof typeof SHAPES>(provider: P) {
  type Family = Extract<keyof (typeof SHAPES)[P], string>
  return z
    .enum(Object.keys(SHAPES[provider]) as [Family, ...Family[]])
    .optional()
    .describe(
      'Whose shapes it can be asked for, to suit the outputs of a batch. Absent: it is asked for the one that is listed alone.',
    )
}
