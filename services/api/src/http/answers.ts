import { problemSchema } from '@contactsheet/contract'
import { z } from 'zod'
import { PROBLEM_TYPE } from './problem.ts'

/*
 * What a route can answer, in the words of its schema:
 *
 *   response: { 200: json('The batch.', batchViewSchema), 404: NO_BATCH, 503: STORE_DOWN }
 *
 * Fastify writes answers by these schemas, and the description of the API is made of them. What is the same for many
 * routes (no token, too many requests, a body that is too large) is added there and need not be said.
 */

/** What the headers of an answer say, by name. */
export type HeaderDescriptions = Readonly<Record<string, string>>

const BYTES = z.unknown().meta({ type: 'string', format: 'binary' })

/** An answer in JSON. */
export function json<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  headers?: HeaderDescriptions,
) {
  return { ...described(description, headers), content: { 'application/json': { schema } } }
}

/** A file, sent as it is. */
export function file(description: string, type: string | string[], headers?: HeaderDescriptions) {
  const content = Object.fromEntries([type].flat().map(type => [type, { schema: BYTES }]))
  return { ...described(description, headers), content }
}

/** Any other answer with a body; it is sent as it is, and the schema describes it. */
export function media(description: string, type: string, schema: z.ZodType, headers?: HeaderDescriptions) {
  return { ...described(description, headers), content: { [type]: { schema } } }
}

/** An answer without a body. */
export function empty(description: string, headers?: HeaderDescriptions) {
  return z.null().meta(described(description, headers))
}

/** A refusal, in problem details. */
export function problem(description: string, headers?: HeaderDescriptions) {
  return { ...described(description, headers), content: { [PROBLEM_TYPE]: { schema: problemSchema } } }
}

function described(description: string, headers: HeaderDescriptions | undefined) {
  if (headers === undefined) return { description }
  const schemas = Object.entries(headers).map(([name, meaning]) => {
    return [name, { type: 'string', description: meaning }] as const
  })
  return { description, headers: Object.fromEntries(schemas) }
}

/** The header of refusals that end by themselves. */
export const RETRY_AFTER: HeaderDescriptions = {
  'Retry-After': 'Seconds after which another try makes sense.',
}

export const NO_BATCH = problem('There is no batch of this id.')

export const NO_LEAF = problem('There is no batch of this id, or it has no such leaf.')

export const DAMAGED = problem(
  'The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which.',
)

export const STORE_DOWN = problem('The object store does not answer.', RETRY_AFTER)
