/** Bytes of memory taken at a time where it is not known how many will come. */
export const BLOCK_BYTES = 256 * 1024

/**
 * Decodes base64 while it arrives, in pieces cut anywhere, to what `Buffer.from(text, 'base64')` makes of the whole:
 * with or without padding, in either alphabet, leaving out blanks and whatever else is none of it.
 */
export class Base64Decoder {
  readonly #full: Buffer[] = []
  #fullBytes = 0
  #block: Buffer
  #used = 0
  /** Characters of a group of four that has not come whole. */
  #rest = ''
  #isPadded = false

  /** @param bytes that will come at most, if that is known: they are then decoded into one piece of memory */
  constructor(bytes: number = BLOCK_BYTES) {
    this.#block = Buffer.allocUnsafeSlow(bytes)
  }

  get decodedBytes(): number {
    return this.#fullBytes + this.#used
  }

  /** Bytes of memory taken, those not yet decoded into too. */
  get heldBytes(): number {
    return this.#fullBytes + this.#block.length
  }

  write(piece: string): void {
    // The last group is completed by itself: together with it, the whole piece would be copied.
    const missing = (4 - this.#rest.length) % 4
    this.#add(piece.slice(0, missing))
    this.#add(piece.slice(missing))
  }

  #add(piece: string): void {
    if (this.#isPadded || piece === '') return
    const text = this.#rest + piece
    if (this.#decode(text)) return
    // There is more in it than base64: groups of four are counted without that, and padding ends it all.
    const padding = text.indexOf('=')
    this.#isPadded = padding !== -1
    this.#decode((this.#isPadded ? text.slice(0, padding) : text).replace(/[^\w+/-]/g, ''))
  }

  /** All the bytes, once all has come. */
  end(): Buffer {
    this.#makeSpace(2)
    this.#used += this.#block.write(this.#rest, this.#used, 'base64')
    const last = this.#block.subarray(0, this.#used)
    if (this.#full.length > 0) return this.#joined(last)
    return this.#block.length - this.#used > BLOCK_BYTES ? Buffer.from(last) : last
  }

  /** All blocks in one piece of memory. Theirs is freed: left to lie, it would have V8 collect the whole heap that much sooner. */
  #joined(last: Buffer): Buffer {
    const blocks = [...this.#full, last]
    const whole = Buffer.concat(blocks)
    for (const { buffer } of blocks) (buffer as ArrayBuffer).transfer(0)
    return whole
  }

  /** @returns false if that is not all base64; nothing has been decoded then */
  #decode(text: string): boolean {
    const whole = text.length - (text.length % 4)
    const bytes = (whole / 4) * 3
    this.#makeSpace(bytes)
    if (this.#block.write(text.slice(0, whole), this.#used, 'base64') < bytes) return false
    this.#used += bytes
    this.#rest = text.slice(whole)
    return true
  }

  #makeSpace(bytes: number): void {
    if (this.#block.length - this.#used >= bytes) return
    this.#full.push(this.#block.subarray(0, this.#used))
    this.#fullBytes += this.#used
    this.#block = Buffer.allocUnsafeSlow(Math.max(bytes, BLOCK_BYTES))
    this.#used = 0
  }
}
