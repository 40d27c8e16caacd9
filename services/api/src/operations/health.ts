import type { Orchestrator } from '@contactsheet/orchestrator'
import type { BatchStore } from '@contactsheet/storage'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import pTimeout from 'p-timeout'
import { z } from 'zod'
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
  const schema = { response: { 200: statusSchema } }

  app.get('/healthz', { ...probe, schema }, async () => ({ status: 'ok' as const }))

  app.get('/readyz', { ...probe, schema }, async () => {
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
