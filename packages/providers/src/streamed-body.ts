import { ReadableStream } from 'node:stream/web'

/** Bytes of a picture in hand at once, a multiple of three: that many are whole letters of base64. */
const PIECE_BYTES = 192 * 1024

/** What is sent one after the other: text, and pictures. */
export type Part = Buffer | Blob

/** How the bytes of pictures are sent. */
interface Encoding {
  /** Bytes that so many become. */
  length: (bytes: number) => number
  of: (piece: Buffer) => Uint8Array
}

export const AS_THEY_ARE: Encoding = { length: bytes => bytes, of: piece => piece }

export const IN_BASE64: Encoding = {
  length: bytes => Math.ceil(bytes / 3) * 4,
  of: piece => Buffer.from(piece.toString('base64'), 'latin1'),
}

/**
 * The same request with a body that is sent piece by piece, and never held whole: a worker has a hundred calls with pictures
 * at once.
 *
 * Of a stream, fetch keeps all that it has sent for a second try, unless a redirect is an error and there is no window.
 */
export function withStreamedBody(
  init: RequestInit | undefined,
  parts: readonly Part[],
  encoding: Encoding,
): RequestInit {
  const headers = new Headers(init?.headers)
  const lengths = parts.map(part => (part instanceof Blob ? encoding.length(part.size) : part.length))
  headers.set('content-length', String(lengths.reduce((sum, length) => sum + length, 0)))
  const body = ReadableStream.from(piecesOf(parts, encoding))
  // `duplex` is asked for with a stream, and the types that the SDKs bring do not know it.
  return { ...init, headers, body, duplex: 'half', redirect: 'error', window: null } as RequestInit
}

/** All of it, a piece at a time. */
export async function* piecesOf(parts: readonly Part[], { of }: Encoding): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (!(part instanceof Blob)) {
      yield part
      continue
    }
    // What the stream of a blob gives at a time is all of it.
    for (let at = 0; at < part.size; at += PIECE_BYTES)
      yield of(Buffer.from(await part.slice(at, at + PIECE_BYTES).arrayBuffer()))
  }
}
