import type { FastifyInstance, HTTPMethods } from 'fastify'
import { HttpProblem } from './problem.ts'

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * Answers 405, with what is allowed, where a path is served but not with the method asked for. Call it before any route
 * is registered; what it returns is to be registered after the last one.
 */
export function refuseOtherMethods(app: FastifyInstance): (app: FastifyInstance) => Promise<void> {
  const served = new Map<string, HTTPMethods[]>()
  app.addHook('onRoute', ({ url, method }) => {
    served.set(url, (served.get(url) ?? []).concat(method))
  })
  return async app => {
    for (const [url, told] of [...served]) {
      // Not every route is told of under each of its addresses: one at the root of a prefix has two.
      const methods = new Set([...told, ...METHODS.filter(method => app.hasRoute({ url, method }))])
      const refuse = async () => {
        const allow = [...methods].join(', ')
        throw new HttpProblem(405, `${url} is served for ${allow} only.`, { headers: { allow } })
      }
      const others = METHODS.filter(method => !methods.has(method))
      // Refused before anything of a body is read.
      app.route({ url, method: others, schema: { hide: true }, onRequest: refuse, handler: refuse })
    }
  }
}
