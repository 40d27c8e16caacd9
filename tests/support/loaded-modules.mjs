// Preloaded into a process, has its last line say which modules of OpenTelemetry it has loaded.
import { registerHooks } from 'node:module'

const loaded = new Set()
registerHooks({
  load(url, context, next) {
    const [, name] = /\/node_modules\/(@opentelemetry\/[^/]+|@fastify\/otel|bullmq-otel)\//.exec(url) ?? []
    if (name !== undefined) loaded.add(name)
    return next(url, context)
  },
})
process.on('exit', () => process.stderr.write(`${JSON.stringify({ loaded: [...loaded].sort() })}\n`))
