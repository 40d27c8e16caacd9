import type { TrustedProxies } from '@contactsheet/runtime'
import type { FastifyServerOptions } from 'fastify'

/** What Fastify is to believe of `X-Forwarded-For`, `-Proto` and `-Host`. */
export function trustProxy(
  proxies: TrustedProxies | undefined,
): NonNullable<FastifyServerOptions['trustProxy']> {
  // Counted from our own end of the chain: what a client wrote into the header stands further away.
  if (typeof proxies === 'number') return (_address: string, hop: number) => hop < proxies
  return proxies ?? false
}
