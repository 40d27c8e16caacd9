import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isPublic, type LookupAll, literalAddress, PrivateAddressError, publicLookup } from './address.ts'

/** Longest a receiver may take for its answer, in milliseconds. */
const TIMEOUT_MS = 15_000

export interface PostOptions {
  /** Whether private addresses and http are allowed. */
  allowPrivate: boolean
  /** Asked for the addresses of a host; the system's resolver if not given. */
  lookup?: LookupAll
}

/**
 * Sends a webhook. Redirects are not followed, and nothing of the answer is read but its status.
 *
 * @returns HTTP status
 * @throws PrivateAddressError if it would not go to the internet
 * @throws Error if there was no answer; its message does not hold the address
 */
export async function post(
  address: string,
  body: string,
  headers: Record<string, string>,
  { allowPrivate, lookup }: PostOptions,
): Promise<number> {
  const url = new URL(address)
  const secure = url.protocol === 'https:'
  if (!secure && !allowPrivate) throw new Error('Webhooks are sent over https only.')
  const literal = literalAddress(url)
  if (literal !== undefined && !allowPrivate && !isPublic(literal)) throw new PrivateAddressError(literal)

  return new Promise((resolve, reject) => {
    const request = (secure ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Contactsheet',
      },
      // A connection of its own, that goes to an address which was checked for it.
      agent: false,
      ...(allowPrivate ? {} : { lookup: publicLookup(lookup) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    request.on('response', response => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    request.on('error', reject)
    request.end(body)
  })
}
