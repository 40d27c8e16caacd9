import { type FieldError, fieldErrors } from '@contactsheet/contract'
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { HttpProblem } from './problem.ts'

/** Most fields one answer lists: a batch can have ten thousand wrong prompts. */
const MAX_FIELDS = 50

/** How {@link fieldErrors} names a body as a whole. */
const WHOLE = '(body)'

/** Checks what comes in and goes out against the routes' Zod schemas. */
export function validateWithZod(app: FastifyInstance): void {
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
}

const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  // A route's schema names headers for the description of the API; the code that uses one checks it.
  if (httpPart === 'headers') return () => true
  const part = httpPart === 'querystring' ? 'query' : 'body'
  return input => {
    // What Fastify hands over when there is none.
    if (part === 'body' && input === null)
      return { error: new HttpProblem(400, 'The body is empty. Send the batch in it, as JSON.') }
    const result = schema.safeParse(input)
    if (result.success) return { value: result.data }
    const errors = fieldErrors(result.error)
    return {
      error: new HttpProblem(400, sentence(part, errors), { errors: errors.slice(0, MAX_FIELDS) }),
    }
  }
}

function sentence(part: string, errors: FieldError[]): string {
  const [first = { field: WHOLE, message: '' }] = errors
  const where = first.field === WHOLE ? '' : ` at ${first.field}`
  const more = errors.length > 1 ? ` And ${errors.length - 1} more, see errors.` : ''
  // A message may be a whole sentence already.
  return `The ${part} cannot be used${where}: ${first.message.replace(/\.$/, '')}.${more}`
}
