import { randomUUID } from 'node:crypto'
import { ReadableStream } from 'node:stream/web'

type Fetch = typeof globalThis.fetch

/**
 * Pictures that go with a request inline, in base64. An SDK would hold each of them several times over as text for as long as
 * the call takes, and so would every other call with the same picture. It is given a token instead, and what it sends is sent
 * piece by piece with the picture in the token's place.
 */
export class InlinePictures {
  readonly #mark = randomUUID()
  readonly #pictures: Blob[] = []

  /** What stands for a picture in the body of a request. */
  token(picture: Blob): string {
    return `${this.#mark}:${this.#pictures.push(picture) - 1}:`
  }

  /** The same fetch, which sends the pictures of its body's tokens. */
  with(fetch: Fetch): Fetch {
    return (input, init) => {
      const text = init?.body
      if (this.#pictures.length === 0 || typeof text !== 'string') return fetch(input, init)
      const parts = this.#partsOf(text)
      const headers = new Headers(init?.headers)
      headers.set('content-length', String(parts.reduce((sum, part) => sum + lengthOf(part), 0)))
      // `duplex` is asked for with a stream, and the types that the SDKs bring do not know it.
      const streamed = { ...init, headers, body: ReadableStream.from(piecesOf(parts)), duplex: 'half' }
      return fetch(input, streamed as RequestInit)
    }
  }

  /** Text and pictures, by turns. */
  #partsOf(text: string): (Buffer | Blob)[] {
    const [first = '', ...rest] = text.split(`${this.#mark}:`)
    const others = rest.flatMap(part => {
      const end = part.indexOf(':')
      const picture = this.#pictures[Number(part.slice(0, end))]
      if (picture === undefined) throw new Error('a token of the body stands for no picture')
      return [picture, Buffer.from(part.slice(end + 1))]
    })
    return [Buffer.from(first), ...others]
  }
}

/** Bytes of a part as it is sent. */
function lengthOf(part: Buffer | Blob): number {
  return part instanceof Blob ? Math.ceil(part.size / 3) * 4 : part.length
}

async function* piecesOf(parts: readonly (Buffer | Blob)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts)
    if (part instanceof Blob) yield* base64Of(part)
    else yield part
}

async function* base64Of(picture: Blob): AsyncGenerator<Uint8Array> {
  // Three bytes are four letters: what is left of a piece goes with the next.
  let left = Buffer.alloc(0)
  for await (const piece of picture.stream()) {
    const bytes = Buffer.concat([left, piece])
    const whole = bytes.length - (bytes.length % 3)
    yield Buffer.from(bytes.toString('base64', 0, whole), 'latin1')
    left = bytes.subarray(whole)
  }
  if (left.length > 0) yield Buffer.from(left.toString('base64'), 'latin1')
}
