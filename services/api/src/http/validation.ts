import { fieldErrors } from '@contactsheet/contract'
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { FieldsProblem, HttpProblem } from './problem.ts'

/**
 * Checks what comes in and goes out against the routes' Zod schemas. An answer that is frozen is checked and written once,
 * however often it is given.
 */
export function validateWithZod(app: FastifyInstance): void {
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(writingOnce)
}

const writingOnce: typeof serializerCompiler = route => {
  const write = serializerCompiler(route)
  const written = new WeakMap<object, string>()
  return answer => {
    if (typeof answer !== 'object' || answer === null || !Object.isFrozen(answer)) return write(answer)
    const text = written.get(answer) ?? write(answer)
    written.set(answer, text)
    return text
  }
}

const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  // A route's schema names headers for the description of the API; the code that uses one checks it.
  if (httpPart === 'headers') return () => true
  const part = httpPart === 'querystring' ? 'query' : 'body'
  // What Fastify hands over when there is none.
  const isNeeded = !schema.safeParse(null).success
  return input => {
    if (part === 'body' && input === null && isNeeded)
      return { error: new HttpProblem(400, 'The body is empty. Send the batch in it, as JSON.') }
    const result = schema.safeParse(input)
    if (result.success) return { value: result.data }
    return { error: new FieldsProblem(400, `The ${part} cannot be used`, fieldErrors(result.error)) }
  }
}
