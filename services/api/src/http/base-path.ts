import type { IncomingMessage } from 'node:http'
import { ConfigError } from '@contactsheet/runtime'
import type { FastifyInstance } from 'fastify'

interface Addresses {
  BASE_PATH?: string | undefined
  PUBLIC_URL?: string | undefined
}

/**
 * The path under which a proxy shows this API, with no slash at its end; empty at the root of a host. Where BASE_PATH is
 * not set it is the path of PUBLIC_URL.
 *
 * @throws ConfigError if the two disagree
 */
export function basePathOf({ BASE_PATH, PUBLIC_URL }: Addresses): string {
  const path = PUBLIC_URL === undefined ? undefined : new URL(PUBLIC_URL).pathname.replace(/\/+$/, '')
  if (BASE_PATH !== undefined && path !== undefined && BASE_PATH !== path)
    throw new ConfigError(
      `BASE_PATH is ${BASE_PATH}, but PUBLIC_URL ${path === '' ? 'has no path' : `has the path ${path}`}. Make them agree, or set PUBLIC_URL alone.`,
    )
  return BASE_PATH ?? path ?? ''
}

/**
 * What the router is to see of an address: its part behind the base path. A proxy may take the path away or leave it; and
 * whoever asks the API past the proxy, as a health check does, needs none.
 */
export function withoutBasePath(basePath: string): (request: Pick<IncomingMessage, 'url'>) => string {
  return ({ url = '/' }) => {
    const rest = url.slice(basePath.length)
    return url.startsWith(basePath) && /^([/?]|$)/.test(rest) ? rest.replace(/^(?!\/)/, '/') : url
  }
}

/** Sends whoever asks for the base path without its slash to the page: all that the page loads is relative to it. */
export function redirectToPage(app: FastifyInstance, basePath: string): void {
  app.addHook('onReady', async () => {
    const [, first] = basePath.split('/')
    if (app.hasRoute({ url: `/${first}`, method: 'GET' }))
      throw new ConfigError(
        `BASE_PATH must not begin with /${first}, which is a path of the API itself. Take another, as in /sheets.`,
      )
  })
  app.addHook('onRequest', async (request, reply) => {
    const [path, query] = request.originalUrl.split('?')
    if (path === basePath) return reply.redirect(`${basePath}/${query === undefined ? '' : `?${query}`}`, 308)
  })
}
