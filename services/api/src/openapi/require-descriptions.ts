import type { FastifyInstance } from 'fastify'

/** What the schema of a route has to say, beside what it checks. */
const REQUIRED = ['operationId', 'tags', 'summary', 'response'] as const

/**
 * Stops the start at a route that is served and not described, unless its schema says `hide`, and at two that have the
 * same name. Goes before any route.
 */
export function requireDescriptions(app: FastifyInstance): void {
  const calls = new Map<string, string>()
  app.addHook('onRoute', ({ method, url, schema = {} }) => {
    // Comes with GET.
    if (method === 'HEAD' || schema.hide === true) return
    const call = `${[method].flat()[0]} ${url}`
    const missing = REQUIRED.filter(word => schema[word] === undefined)
    if (missing.length > 0)
      throw new Error(
        `${call} is served, but not described. Give its schema: ${missing.join(', ')}; or hide: true.`,
      )
    const { operationId = '' } = schema
    const other = calls.get(operationId)
    if (other !== undefined)
      throw new Error(`${call} and ${other} have the same operationId, ${operationId}.`)
    calls.set(operationId, call)
  })
}
