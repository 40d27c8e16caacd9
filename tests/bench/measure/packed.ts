import { Agent, get, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

/** Keeps connections, as a browser does. */
const agent = new Agent({ keepAlive: true })

/** An answer as it came over the wire: JSON, packed by gzip where it is long enough for that. */
export interface Packed {
  bytes: Buffer
  isGzip: boolean
}

/**
 * Asks as a browser does, and leaves the answer packed: it is there with its last byte. What unpacks it is the asker's, and takes turns
 * through libuv's threads, which beside busy workers wait for a core several times as long as the API takes to answer.
 *
 * @throws Error if the answer is an error
 */
export async function getPacked(url: string, headers: Readonly<Record<string, string>>): Promise<Packed> {
  const asked = Promise.withResolvers<IncomingMessage>()
  get(url, { agent, headers: { 'accept-encoding': 'gzip', ...headers } }, asked.resolve).on(
    'error',
    asked.reject,
  )
  const answer = await asked.promise
  const packed = { bytes: await buffer(answer), isGzip: answer.headers['content-encoding'] === 'gzip' }
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${textOf(packed)}`)
  return packed
}

/** What an answer says. */
export function unpack(packed: Packed): unknown {
  return JSON.parse(textOf(packed))
}

function textOf({ bytes, isGzip }: Packed): string {
  return String(isGzip ? gunzipSync(bytes) : bytes)
}
