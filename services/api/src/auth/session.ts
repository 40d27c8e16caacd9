import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { empty, problem } from '../http/answers.ts'
import { HttpProblem } from '../http/problem.ts'
import { sessionCookie } from './session-cookie.ts'
import type { Tokens } from './tokens.ts'

const tokenSchema = z
  .strictObject({ token: z.string().min(1) })
  .meta({ 'x-examples': { token: { value: { token: 'one of API_TOKENS' } } } })

const SET_COOKIE = {
  'Set-Cookie': 'The session: no script can read it, and no page of another site has it sent.',
}

/**
 * Sessions: a browser hands its token over once and holds a cookie from then on, so that pictures and events, which it
 * loads without headers of ours, answer too.
 */
export const sessionRoutes: FastifyPluginAsyncZod<{ tokens: Tokens | undefined; basePath: string }> = async (
  app,
  { tokens, basePath },
) => {
  app.post(
    '/session',
    {
      config: { open: true },
      schema: {
        operationId: 'openSession',
        tags: ['Session'],
        summary: 'Open a session',
        description: 'With it, GET works everywhere, and all else from pages of this API itself.',
        body: tokenSchema,
        response: {
          204: empty('The session is in a cookie, for a week.', SET_COOKIE),
          401: problem('The token is not one of API_TOKENS.'),
        },
      },
    },
    async (request, reply) => {
      // Without tokens everything is open already.
      if (tokens === undefined) return reply.code(204).send(null)
      const session = tokens.openSession(request.body.token)
      if (session === undefined)
        throw new HttpProblem(401, 'The token is not one of those this API accepts (API_TOKENS).')
      return reply
        .code(204)
        .header('set-cookie', sessionCookie(request, session, basePath))
        .send(null)
    },
  )

  app.delete(
    '/session',
    {
      config: { open: true },
      schema: {
        operationId: 'endSession',
        tags: ['Session'],
        summary: 'End the session',
        response: { 204: empty('The cookie is gone.', { 'Set-Cookie': 'Has the browser forget it.' }) },
      },
    },
    async (request, reply) =>
      reply
        .code(204)
        .header('set-cookie', sessionCookie(request, '', basePath))
        .send(null),
  )
}
