import {
  type ClientRequest,
  Agent as HttpAgent,
  type RequestOptions,
  request as requestHttp,
} from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import {
  isPublic,
  type LookupAll,
  literalAddress,
  PrivateAddressError,
  publicAddress,
  publicLookup,
} from './address.ts'

/** Longest a proxy may take to open a way, in milliseconds: until it has, a request has no connection to be silent. */
const TUNNEL_TIMEOUT_MS = 15_000

export interface EgressOptions {
  /** Whether private addresses and http are allowed. */
  allowPrivate: boolean
  /** Asked for the addresses of a host; the system's resolver if not given. */
  lookup?: LookupAll | undefined
  /** The proxy on the way to an address, if there is one. */
  proxyFor?: ((url: URL) => string | undefined) | undefined
}

export interface EgressRequest {
  method: 'GET' | 'POST'
  headers?: Record<string, string | number>
  signal: AbortSignal
}

/**
 * Opens a request to an address that somebody else has named. It goes to the internet only, over https only, unless
 * `allowPrivate` says otherwise. Redirects are not followed.
 *
 * @throws PrivateAddressError if the address is itself a private one; the request ends with one if its name leads there, and
 *   behind a proxy it is not even opened
 * @throws Error if the address is neither https nor, where that is allowed, http
 */
export async function openRequest(
  url: URL,
  { method, headers = {}, signal }: EgressRequest,
  options: EgressOptions,
): Promise<ClientRequest> {
  const { allowPrivate, proxyFor } = options
  const secure = url.protocol === 'https:'
  if (!secure && !(allowPrivate && url.protocol === 'http:'))
    throw new Error(`${url.protocol}//${url.host} is not asked: https only.`)
  const literal = literalAddress(url)
  if (literal !== undefined && !allowPrivate && !isPublic(literal)) throw new PrivateAddressError(literal)
  const proxy = proxyFor?.(url)
  const way = proxy === undefined ? direct(options) : await throughProxy(url, proxy, options)
  return (secure ? requestHttps : requestHttp)(url, {
    method,
    headers: { ...headers, 'user-agent': 'Contactsheet', host: url.host },
    signal,
    ...way,
  })
}

function direct({ allowPrivate, lookup }: EgressOptions): RequestOptions {
  // A connection of its own, that goes to an address which was checked for it.
  return { agent: false, ...(allowPrivate ? {} : { lookup: publicLookup(lookup) }) }
}

/**
 * A proxy looks names up by itself, and may find other addresses than this machine, or private ones that only it can
 * reach. It is therefore asked for the address that was looked up and judged here; the certificate must still be the
 * name's. Only where private addresses are allowed anyway does it get the name.
 */
async function throughProxy(
  url: URL,
  proxy: string,
  { allowPrivate, lookup }: EgressOptions,
): Promise<RequestOptions & { servername?: string }> {
  const settings = { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy }, timeout: TUNNEL_TIMEOUT_MS }
  const agent = url.protocol === 'https:' ? new HttpsAgent(settings) : new HttpAgent(settings)
  if (allowPrivate || literalAddress(url) !== undefined) return { agent }
  return { agent, hostname: await publicAddress(url.hostname, lookup), servername: url.hostname }
}
