import { z } from 'zod'
import type { ErrorKind } from './error.ts'

/** Most models that a batch can name to fall back to. */
export const MOST_FALLBACKS = 5

/** Failures after which another model is asked, where a request names none. */
export const USUAL_FALLBACK_KINDS = ['rejected', 'quota', 'rate_limited'] as const satisfies ErrorKind[]

/** Failures that a request may name: those that are of one model or its provider. */
export const fallbackKindSchema = z.enum([
  ...USUAL_FALLBACK_KINDS,
  'invalid',
  'auth',
  'unavailable',
  'timeout',
  'bad_image',
] as const satisfies ErrorKind[])
