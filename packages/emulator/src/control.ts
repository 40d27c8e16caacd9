import type { FastifyPluginCallback } from 'fastify'
import { z } from 'zod'
import type { State } from './exchange.ts'
import { faultsSchema } from './faults.ts'
import { jobFaultsSchema } from './jobs/job-faults.ts'
import { latencySchema } from './latency.ts'

/** What jobs are told: how long they take, after how long they expire, what goes wrong. */
const jobsSchema = z.strictObject({
  latency: latencySchema.optional(),
  windowMs: z.int().positive().optional(),
  faults: jobFaultsSchema.optional(),
})

/** Under `/_emulator`: what a test reads and orders. */
export function controlRoutes(state: State): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get('/_emulator/calls', async () => {
      state.jobs.advance()
      return state.calls.report()
    })
    app.delete('/_emulator/calls', async (_request, reply) => {
      state.calls.clear()
      return reply.code(204).send()
    })
    app.put('/_emulator/faults', async (request, reply) => {
      state.faults = read(faultsSchema, request.body)
      return reply.code(204).send()
    })
    app.delete('/_emulator/faults', async (_request, reply) => {
      state.faults = []
      return reply.code(204).send()
    })
    app.get('/_emulator/jobs', async () => state.jobs.report())
    app.delete('/_emulator/jobs', async (_request, reply) => {
      state.jobs.clear()
      return reply.code(204).send()
    })
    app.put('/_emulator/jobs', async (request, reply) => {
      const { latency, windowMs, faults } = read(jobsSchema, request.body)
      if (latency !== undefined) state.jobs.latency = latency
      if (windowMs !== undefined) state.jobs.windowMs = windowMs
      if (faults !== undefined) state.jobs.faults.set(faults)
      return reply.code(204).send()
    })
    app.put('/_emulator/latency', async (request, reply) => {
      state.latency = read(latencySchema, request.body)
      return reply.code(204).send()
    })
    done()
  }
}

function read<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw Object.assign(new Error(`${issue?.path.join('.') || 'body'}: ${issue?.message}`), { statusCode: 400 })
}
