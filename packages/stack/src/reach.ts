import { connect } from 'node:net'

/** Longest wait for a server to take a connection. */
const TIMEOUT_MS = 5_000

/** A server that the configuration names cannot be reached. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

/**
 * Checks that something listens at a URL.
 *
 * @param url may hold a password; the error does not
 * @param remedy what to do, for a person
 * @throws UnreachableError
 */
export async function assertReachable(what: string, url: string, remedy: string): Promise<void> {
  const { protocol, hostname, port } = new URL(url)
  const target = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (DEFAULT_PORTS[protocol] ?? 80),
  }
  const reason = await new Promise<string | undefined>(resolve => {
    const socket = connect({ ...target, timeout: TIMEOUT_MS })
    const finish = (reason?: string) => {
      socket.destroy()
      resolve(reason)
    }
    socket.once('connect', () => finish())
    socket.once('timeout', () => finish(`no answer within ${TIMEOUT_MS / 1_000} s`))
    socket.once('error', error => finish('code' in error ? String(error.code) : error.message))
  })
  if (reason === undefined) return
  throw new UnreachableError(
    `${what} at ${protocol}//${hostname}:${target.port} cannot be reached (${reason}). ${remedy}`,
  )
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'redis:': 6379,
  'rediss:': 6379,
  'postgres:': 5432,
  'postgresql:': 5432,
}
