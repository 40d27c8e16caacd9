import { PROVIDERS, type Provider } from '@contactsheet/contract'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { empty, problem } from '../http/answers.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Nudges } from './nudges.ts'

/** What events of each provider are signed with; undefined: none are taken. */
export type NudgeSecrets = Readonly<Record<Provider, { variable: string; secret: string | undefined }>>

/** An event has a few hundred bytes. */
const BODY_LIMIT = 65_536

/** What events name their jobs by. */
const eventSchema = z.object({
  data: z.object({ id: z.string().optional(), name: z.string().optional() }),
})

/**
 * Events by which providers tell that a job of the economy lane has ended: a nudge to look, and no more. Their signature, after
 * Standard Webhooks, stands for a token.
 */
export const nudgeRoutes: FastifyPluginAsyncZod<{ nudges: Nudges; secrets: NudgeSecrets }> = async (
  app,
  { nudges, secrets },
) => {
  // What is signed is the text as it came.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.post(
    '/nudges/:provider',
    {
      config: { open: true },
      bodyLimit: BODY_LIMIT,
      schema: {
        operationId: 'takeProviderEvent',
        tags: ['Operations'],
        summary: 'Take an event of a provider',
        description:
          'For the webhooks of OpenAI and Gemini, which tell of jobs of the economy lane: a nudge to look at them now. Needs no token: the event is signed after Standard Webhooks, with the secret that the provider has given (OPENAI_WEBHOOK_SECRET, GEMINI_WEBHOOK_SECRET).',
        params: z.strictObject({ provider: z.enum(PROVIDERS).describe('Who tells.') }),
        response: {
          204: empty('Taken, whatever it tells.'),
          401: problem('It is not signed with the secret, or too old.'),
          404: problem('The secret of that provider is not set.'),
        },
      },
    },
    async (request, reply) => {
      const { provider } = request.params
      const { variable, secret } = secrets[provider]
      if (secret === undefined)
        throw new HttpProblem(404, `Events of this provider are not taken: ${variable} is not set.`)
      const event = verified(secret, String(request.body ?? ''), request.headers)
      const { id, name } = eventSchema.safeParse(event).data?.data ?? {}
      for (const job of [id, name]) if (job !== undefined) nudges.add(provider, job)
      return reply.code(204).send(null)
    },
  )
}

/** @throws HttpProblem 401 if it is not signed with the secret, or not within the last five minutes */
function verified(secret: string, body: string, headers: object): unknown {
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>)
  } catch {
    throw new HttpProblem(401, 'The event is not signed with the secret that is set here, or too old.')
  }
}
