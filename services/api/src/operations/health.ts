import type { Orchestrator } from '@contactsheet/orchestrator'
import type { BatchStore } from '@contactsheet/storage'
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
    summary: 'Do store and queue answer?',
    response: {
      200: json('They do.', statusSchema),
      503: problem('One of them does not: `detail` says which.'),
    },
  }

  app.get('/readyz', { ...probe, schema: ready }, async () => {
    const parts = [
      ['object store', store],
      ['queue', orchestrator],
    ] as const
    const checks = await Promise.allSettled(
      parts.map(([, part]) => pTimeout(part.ready(), { milliseconds: TIMEOUT_MS })),
    )
    const failed = checks.flatMap((check, index) =>
      check.status === 'rejected' ? [{ name: parts[index]?.[0], reason: check.reason }] : [],
    )
    if (failed.length > 0)
      throw new HttpProblem(
        503,
        `Not ready: the ${failed.map(({ name }) => name).join(' and the ')} cannot be reached.`,
        { cause: new AggregateError(failed.map(({ reason }) => reason)) },
      )
    return { status: 'ok' as const }
  })
}
