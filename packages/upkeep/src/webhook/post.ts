import { type EgressOptions, openRequest } from '@contactsheet/egress'

/** Longest a receiver may take for its answer, in milliseconds. */
const TIMEOUT_MS = 15_000

/**
 * Sends a webhook. Redirects are not followed, and nothing of the answer is read but its status.
 *
 * @returns HTTP status
 * @throws PrivateAddressError if it would not go to the internet
 * @throws Error if there was no answer; its message holds no more of the address than its origin
 */
export async function post(
  address: string,
  body: string,
  headers: Record<string, string>,
  options: EgressOptions,
): Promise<number> {
  const request = await openRequest(
    new URL(address),
    {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    },
    options,
  )
  return new Promise((resolve, reject) => {
    request.on('response', response => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    request.on('error', reject)
    request.end(body)
  })
}
