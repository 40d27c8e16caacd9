import type { BatchEvent } from '@contactsheet/contract'

/** Events are sent in pieces of about so many bytes. */
export const PIECE = 32 * 1024

/** A server-sent event as it is sent. Its data is JSON, which has no line breaks of its own. */
export function sse(event: BatchEvent): string {
  const id = 'id' in event && event.id !== undefined ? `id: ${event.id}\n` : ''
  return `event: ${event.event}\n${id}data: ${JSON.stringify(event.data)}\n\n`
}

/** A comment, which clients ignore: keeps proxies from closing a stream that is silent. */
export const HEARTBEAT = Buffer.from(':\n\n')
