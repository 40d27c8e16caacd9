import type { IncomingMessage } from 'node:http'
import { type EgressOptions, openRequest } from './request.ts'

export interface DownloadLimits {
  maxBytes: number
  /** Longest it may take, in milliseconds. */
  timeoutMs: number
}

/**
 * Fetches what is at an address that somebody else has named, by the rules of {@link openRequest}.
 *
 * @throws Error with a sentence for whoever named it: what is at fault with the address, or with what it leads to
 */
export async function download(
  url: URL,
  { maxBytes, timeoutMs }: DownloadLimits,
  options: EgressOptions,
): Promise<Buffer> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const request = await openRequest(url, { method: 'GET', signal }, options)
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject).end()
    })
    try {
      return await bodyOf(response, maxBytes)
    } finally {
      response.destroy()
    }
  } catch (error) {
    if (signal.aborted) throw new Error(`it took more than ${timeoutMs / 1_000} s`)
    throw error
  }
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { statusCode = 0, headers } = response
  if (statusCode >= 300 && statusCode < 400)
    throw new Error(`HTTP ${statusCode}: redirects are not followed, name where it leads to`)
  if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`)
  const tooLarge = () => new Error(`it is larger than ${maxBytes} bytes`)
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
