import { placeOf, UnreadableText } from './unreadable.ts'

/** Stands for bytes that are no text. A text may hold it itself, as these bytes of UTF-8. */
const REPLACEMENT = '\uFFFD'
const REPLACEMENT_BYTES = [0xef, 0xbf, 0xbd]

/**
 * The text of some bytes, without a byte order mark: UTF-8, unless the mark or a name says otherwise.
 *
 * @param charset name of the encoding, as in a Content-Type
 * @throws UnreadableText if the bytes are none of it, or nobody knows the name
 */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const decoder = decoderOf(markedAs(bytes) ?? charset ?? 'utf-8')
  try {
    return decoder.decode(bytes)
  } catch {
    const where = decoder.encoding === 'utf-8' ? `: ${firstBadByte(bytes)}` : ''
    throw new UnreadableText('bytes', `is not ${decoder.encoding.toUpperCase()}${where}`)
  }
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch {
    throw new UnreadableText('charset', 'is in an encoding that is not known here')
  }
}

/** Programs that write UTF-16 begin with a mark that says so. */
function markedAs([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return undefined
}

function firstBadByte(bytes: Uint8Array): string {
  // With its mark, so that offsets in the text lead to offsets in the bytes.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const mark = text.startsWith('\uFEFF') ? 1 : 0
  let offset = 0
  let from = 0
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, from)) {
    offset += new TextEncoder().encode(text.slice(from, at)).length
    if (!REPLACEMENT_BYTES.every((byte, index) => bytes[offset + index] === byte)) {
      const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0')
      return `byte 0x${byte} at ${placeOf(text.slice(mark), at - mark)}`
    }
    offset += REPLACEMENT_BYTES.length
    from = at + 1
  }
  return 'it ends in the middle of a character'
}
