/** One server-sent event. Its data is JSON, which has no line breaks of its own. */
export function sse(event: string, data: unknown, id?: string): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
}

/** A comment: tells whoever stands between that the stream is alive, and the client nothing. */
export const HEARTBEAT = ':\n\n'
