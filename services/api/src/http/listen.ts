import { BlockList, isIP } from 'node:net'
import { ConfigError } from '@contactsheet/runtime'
import type { FastifyInstance } from 'fastify'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

/**
 * Refuses to offer an API without tokens to other machines: whoever reaches it can spend money.
 *
 * @throws ConfigError naming HOST and API_TOKENS
 */
export function assertGuarded(host: string, tokens: readonly string[] | undefined): void {
  if (tokens !== undefined && tokens.length === 0)
    throw new ConfigError(
      'API_TOKENS is set but holds no token. Set one or more, separated by commas, or unset it.',
    )
  if (tokens === undefined && !isLoopback(host))
    throw new ConfigError(
      `HOST ${host} can be reached from other machines, and API_TOKENS is not set: anybody could spend your money. ` +
        'Set API_TOKENS, or HOST to 127.0.0.1.',
    )
}

/**
 * Starts to listen.
 *
 * @param port 0 takes any free one
 * @returns address of the API
 * @throws ConfigError naming PORT or HOST if it cannot listen there
 */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const reason = reasonOf(error, host, port)
    throw reason === undefined ? error : new ConfigError(reason, { cause: error })
  }
}

function reasonOf(error: unknown, host: string, port: number): string | undefined {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken. Stop what listens there, or set PORT to another (0 takes any free one).`
    case 'EACCES':
      return `Port ${port} may not be used without privileges. Set PORT to one above 1023.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${host} is no address of this machine. Set it to one that is, as in 127.0.0.1 or 0.0.0.0.`
  }
  return undefined
}

function isLoopback(host: string): boolean {
  const version = isIP(host)
  return version === 0 ? host === 'localhost' : LOOPBACK.check(host, version === 6 ? 'ipv6' : 'ipv4')
}
