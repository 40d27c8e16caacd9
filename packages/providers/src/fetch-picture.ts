import type { IncomingMessage } from 'node:http'
import { type EgressOptions, openRequest } from '@contactsheet/egress'
import pRetry from 'p-retry'
import { Failure } from './failure.ts'
import { imageOf, MAX_IMAGE_BYTES, type Picture } from './image.ts'
import type { OpenOptions, ProviderOptions, Room } from './provider.ts'

/** The picture is paid for: fetching it again costs nothing, asking for another one does. */
const AGAIN = { retries: 2, minTimeout: 500 }

/** From where pictures may be fetched, and how they are reached. */
export type FetchRules = Pick<OpenOptions, 'baseUrl' | 'allowPrivate'> & Pick<ProviderOptions, 'proxyFor'>

/**
 * Fetches a picture that an answer names by its address. Whoever answers chooses where this machine connects to, so the
 * rules are those of webhooks: https, to the internet only, no redirects. An address at the provider's own origin is as good as
 * the provider, which this deployment has chosen. No key is sent.
 *
 * @throws Failure `bad_image` if it cannot be had, or is no picture
 * @throws the signal's reason
 */
export async function fetchPicture(
  address: string,
  { baseUrl, allowPrivate, proxyFor }: FetchRules,
  room: Room,
  signal: AbortSignal,
): Promise<Picture> {
  const url = URL.parse(address)
  if (url === null) throw unfetched('its address is no URL')
  const isAtHome = url.origin === new URL(baseUrl).origin
  try {
    const rules = { allowPrivate: allowPrivate || isAtHome, proxyFor }
    const fetched = () => bytesAt(url, rules, room, signal)
    return imageOf(await pRetry(fetched, { ...AGAIN, signal, shouldRetry: ({ error }) => isPassing(error) }))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Failure) throw error
    throw unfetched(error instanceof Error ? error.message : String(error))
  }
}

async function bytesAt(url: URL, rules: EgressOptions, room: Room, signal: AbortSignal): Promise<Buffer> {
  const request = await openRequest(url, { method: 'GET', signal }, rules)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject).end()
  })
  const { statusCode = 0 } = response
  if (statusCode !== 200) {
    response.destroy()
    throw statusCode >= 500 ? new Error(`HTTP ${statusCode}`) : unfetched(`HTTP ${statusCode}`)
  }
  // Where the length is not said, for the largest there may be.
  await room.reserve(
    Math.min(Number(response.headers['content-length'] ?? MAX_IMAGE_BYTES), MAX_IMAGE_BYTES),
    signal,
  )
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > MAX_IMAGE_BYTES) throw unfetched(`it is larger than ${MAX_IMAGE_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Whether another try can help: connections fail, servers break down. */
function isPassing(error: Error): boolean {
  return !(error instanceof Failure) && error.name !== 'PrivateAddressError'
}

function unfetched(reason: string): Failure {
  return new Failure('bad_image', `the address of a picture came, and it could not be fetched: ${reason}`, {
    tell: ({ title, model }) =>
      `${title} answered for ${model} with the address of a picture that could not be fetched from there. Retry; if it stays so, let the workers reach it: over https on the internet, or with WEBHOOK_ALLOW_PRIVATE=true on your own network. The log has the reason.`,
  })
}
