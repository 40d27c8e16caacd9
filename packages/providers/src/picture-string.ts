import { Base64Decoder } from './base64-decoder.ts'
import { contentTypeOf, withoutPrefix } from './image.ts'

/** Enough of a string to tell whether it is a picture, the prefix of a `data:` URL included. */
const HEAD_LENGTH = 1_024

/** An escape sequence, or the part of one at the end of a piece. */
const ESCAPE = /\\(?:u([\da-f]{4})|([^u])|(?:u[\da-f]{0,3})?$)/gi

/** A picture in base64, or in a `data:` URL, as a string of JSON holds it: decoded while it arrives, in pieces cut anywhere. */
export class PictureString {
  readonly #decoder: Base64Decoder
  /** An escape sequence that has not come whole. */
  #cutEscape = ''

  /**
   * Whether a string is a picture, by how it begins.
   *
   * @param head of the string, escaped
   */
  static isBegunBy(head: string): boolean {
    const { text } = unescaped(head.slice(0, HEAD_LENGTH))
    return contentTypeOf(Buffer.from(withoutPrefix(text), 'base64')) !== undefined
  }

  /**
   * @param head of the string, escaped: up to and with the prefix of a `data:` URL at least
   * @param bytes that will come at most, if that is known
   */
  constructor(head: string, bytes: number | undefined) {
    this.#decoder = new Base64Decoder(bytes)
    this.#decoder.write(withoutPrefix(this.#unescape(head)))
  }

  get decodedBytes(): number {
    return this.#decoder.decodedBytes
  }

  get heldBytes(): number {
    return this.#decoder.heldBytes
  }

  /** @param piece of the string, escaped */
  write(piece: string): void {
    this.#decoder.write(this.#unescape(piece))
  }

  end(): Buffer {
    return this.#decoder.end()
  }

  #unescape(piece: string): string {
    const { text, cut } = unescaped(this.#cutEscape + piece)
    this.#cutEscape = cut
    return text
  }
}

function unescaped(escaped: string): { text: string; cut: string } {
  if (!escaped.includes('\\')) return { text: escaped, cut: '' }
  let cut = ''
  const text = escaped.replace(ESCAPE, (sequence, code?: string, character?: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    // Of the letters after a backslash, each stands for a blank.
    if (character !== undefined) return /[a-z]/.test(character) ? ' ' : character
    cut = sequence
    return ''
  })
  return { text, cut }
}
