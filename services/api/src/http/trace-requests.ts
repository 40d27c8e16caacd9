import { FastifyOtelInstrumentation } from '@fastify/otel'
import { pathOf } from './path-of.ts'

/** Paths that are asked for every few seconds. */
const PROBES: readonly string[] = ['/healthz', '/readyz', '/metrics']

/** Has every app that is made from now on make a span of each request. Loads OpenTelemetry: import it where traces are made. */
export function traceRequests(): void {
  new FastifyOtelInstrumentation({
    registerOnInitialization: true,
    ignorePaths: ({ url }) => PROBES.includes(pathOf(url)),
    // What happens within a request is told by spans of what it calls.
    instrumentHooks: false,
    instrumentHandler: false,
    recordExceptions: false,
    requestHook(span, { method, routeOptions: { url = '' } }) {
      span.updateName(`${method} ${url}`.trim())
      // Names of images have words of prompts in them.
      span.setAttribute('url.path', url)
    },
  })
}
