import { ORCHESTRATOR_TITLES, type Orchestrator, QueueUnwritable } from '@contactsheet/orchestrator'
import { type BatchStore, UnwritableStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import pTimeout from 'p-timeout'
import { z } from 'zod'
import { json, problem } from '../http/answers.ts'
import { HttpProblem } from '../http/problem.ts'

export interface HealthDeps {
  store: BatchStore
  orchestrator: Orchestrator
}

/** Longest a readiness check may take, in milliseconds: probes give up soon. */
const TIMEOUT_MS = 4_000

const statusSchema = z.strictObject({ status: z.literal('ok') })

/** Asked every few seconds by whatever runs the service, which has no token. */
const probe = { config: { open: true, quiet: true } }

export const healthRoutes: FastifyPluginAsyncZod<HealthDeps> = async (app, { store, orchestrator }) => {
  const alive = {
    operationId: 'checkHealth',
    tags: ['Operations'],
    summary: 'Is the process alive?',
    response: { 200: json('It is.', statusSchema) },
  }

  app.get('/healthz', { ...probe, schema: alive }, async () => ({ status: 'ok' as const }))

  const ready = {
    operationId: 'checkReadiness',
    tags: ['Operations'],
    summary:
      'Do the object store and the orchestrator, a queue or Render Workflows, answer, and take writes?',
    response: {
      200: json('They do.', statusSchema),
      503: problem('One of them does not: `detail` says which.'),
    },
  }

  app.get('/readyz', { ...probe, schema: ready }, async () => {
    const checks = await Promise.all([
      check('the object store', () => store.check()),
      check(`the ${ORCHESTRATOR_TITLES[orchestrator.name]}`, () => orchestrator.check()),
    ])
    const failed = checks.filter(failure => failure !== undefined)
    if (failed.length > 0)
      throw new HttpProblem(503, `Not ready: ${sentence(failed)}.`, {
        cause: new AggregateError(failed.map(({ cause }) => cause)),
      })
    return { status: 'ok' as const }
  })
}

interface PartFailure {
  part: string
  takesNoWrites: boolean
  cause: unknown
}

async function check(part: string, run: () => Promise<void>): Promise<PartFailure | undefined> {
  try {
    await pTimeout(run(), { milliseconds: TIMEOUT_MS })
    return undefined
  } catch (cause) {
    return {
      part,
      takesNoWrites: cause instanceof UnwritableStore || cause instanceof QueueUnwritable,
      cause,
    }
  }
}

/** What is wrong, for whoever may ask: not where it is. */
function sentence(failures: readonly PartFailure[]): string {
  const [away, full] = [false, true].map(takesNoWrites =>
    failures.filter(failure => failure.takesNoWrites === takesNoWrites).map(({ part }) => part),
  )
  return [
    ...(away?.length ? [`${away.join(' and ')} cannot be reached`] : []),
    ...(full?.length ? [`${full.join(' and ')} ${full.length > 1 ? 'take' : 'takes'} no writes`] : []),
  ].join(', and ')
}
