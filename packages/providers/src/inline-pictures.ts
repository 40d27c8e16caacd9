import { randomUUID } from 'node:crypto'
import { IN_BASE64, type Part, withStreamedBody } from './streamed-body.ts'

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
      return fetch(input, withStreamedBody(init, this.partsOf(text), IN_BASE64))
    }
  }

  /** A text with tokens, as text and pictures by turns. */
  partsOf(text: string): Part[] {
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
