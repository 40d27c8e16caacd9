import { type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isPublic, type LookupAll, literalAddress, PrivateAddressError, publicLookup } from './address.ts'

export interface EgressOptions {
  /** Whether private addresses and http are allowed. */
  allowPrivate: boolean
  /** Asked for the addresses of a host; the system's resolver if not given. */
  lookup?: LookupAll | undefined
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
 * @throws PrivateAddressError if the address is itself a private one; the request ends with one if its name leads there
 * @throws Error if the address is neither https nor, where that is allowed, http
 */
export function openRequest(
  url: URL,
  { method, headers = {}, signal }: EgressRequest,
  { allowPrivate, lookup }: EgressOptions,
): ClientRequest {
  const secure = url.protocol === 'https:'
  if (!secure && !(allowPrivate && url.protocol === 'http:'))
    throw new Error(`${url.protocol}//${url.host} is not asked: https only.`)
  const literal = literalAddress(url)
  if (literal !== undefined && !allowPrivate && !isPublic(literal)) throw new PrivateAddressError(literal)
  return (secure ? requestHttps : requestHttp)(url, {
    method,
    headers: { ...headers, 'user-agent': 'Contactsheet' },
    // A connection of its own, that goes to an address which was checked for it.
    agent: false,
    ...(allowPrivate ? {} : { lookup: publicLookup(lookup) }),
    signal,
  })
}
