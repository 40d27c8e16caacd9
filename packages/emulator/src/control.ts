import type { FastifyPluginCallback } from 'fastify'
import type { z } from 'zod'
import type { State } from './exchange.ts'
import { faultsSchema } from './faults.ts'
import { latencySchema } from './latency.ts'

/** Under `/_emulator`: what a test reads and orders. */
export function controlRoutes(state: State): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get('/_emulator/calls', async () => state.calls.report())
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
