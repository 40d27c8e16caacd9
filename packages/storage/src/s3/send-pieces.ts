import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Client } from 'minio'

/** What of a body is sent ahead of it. */
export interface Measure {
  /** Bytes. */
  size: number
  /** SHA-256 in hex, which the signature covers; empty where the way to the store vouches for the body. */
  sha256: string
  /** MD5 in base64, where there is no other. */
  md5?: string
}

/** Goes through a body once, as its signature comes before it. */
export async function measure(client: Client, pieces: AsyncIterable<Uint8Array>): Promise<Measure> {
  const hash = createHash(client.enableSHA256 ? 'sha256' : 'md5')
  let size = 0
  for await (const piece of pieces) {
    hash.update(piece)
    size += piece.length
  }
  return client.enableSHA256
    ? { size, sha256: hash.digest('hex') }
    : { size, sha256: '', md5: hash.digest('base64') }
}

/**
 * Sends an object in one request, piece by piece. Not in parts: those would have to be held, could be left lying about by a
 * process that dies, and take permissions that a key for single objects may lack.
 */
export async function sendPieces(
  client: Client,
  object: { bucketName: string; objectName: string; headers: Record<string, string> },
  { size, sha256, md5 }: Measure,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const headers = {
    ...object.headers,
    'Content-Length': String(size),
    ...(md5 === undefined ? {} : { 'Content-MD5': md5 }),
  }
  const body = Readable.from(pieces, { objectMode: false })
  try {
    const answer = await client.makeRequestStreamAsync(
      { ...object, headers, method: 'PUT' },
      body,
      sha256,
      [200],
      '',
    )
    answer.resume()
  } finally {
    // The store may have answered before all of it was sent.
    body.destroy()
  }
}
