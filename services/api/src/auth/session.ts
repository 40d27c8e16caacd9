import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { HttpProblem } from '../http/problem.ts'
import { sessionCookie } from './session-cookie.ts'
import type { Tokens } from './tokens.ts'

const schema = { response: { 204: z.null() } }

/**
 * Sessions: a browser hands its token over once and holds a cookie from then on, so that pictures and events, which it
 * loads without headers of ours, answer too.
 */
export const sessionRoutes: FastifyPluginAsyncZod<{ tokens: Tokens | undefined }> = async (
  app,
  { tokens },
) => {
  app.post(
    '/session',
    { config: { open: true }, schema: { ...schema, body: z.strictObject({ token: z.string().min(1) }) } },
    async (request, reply) => {
      // Without tokens everything is open already.
      if (tokens === undefined) return reply.code(204).send(null)
      const session = tokens.openSession(request.body.token)
      if (session === undefined)
        throw new HttpProblem(401, 'The token is not one of those this API accepts (API_TOKENS).')
      return reply.code(204).header('set-cookie', sessionCookie(request, session)).send(null)
    },
  )

  app.delete('/session', { config: { open: true }, schema }, async (request, reply) =>
    reply.code(204).header('set-cookie', sessionCookie(request, '')).send(null),
  )
}
