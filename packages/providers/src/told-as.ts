import type { z } from 'zod'
import { Failure } from './failure.ts'

/**
 * An answer, as far as it counts here.
 *
 * @throws Failure if it is something else, such as a page of what stands before a provider
 */
export function toldAs<T extends z.ZodType>(schema: T, answer: unknown): z.infer<T> {
  const { data, error } = schema.safeParse(answer)
  if (error === undefined) return data as z.infer<T>
  throw new Failure('unavailable', `the answer is not as expected: ${error.message}`)
}
