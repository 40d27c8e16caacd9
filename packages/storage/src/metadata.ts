import { type TokenUsage, tokenUsageSchema } from '@contactsheet/contract'

const NAME = /^[a-z][a-z0-9-]*$/

/** What S3 lets the names and values of one object's metadata take. */
const MAX_BYTES = 2048

/** What the strictest S3 stores (OpenStack Swift) let one value take. */
const MAX_VALUE_BYTES = 256

/**
 * Metadata as every store can keep it: values percent-encoded to ASCII, empty ones left out. Throws RangeError on a name
 * that is no header name, or on more than 2 KB.
 */
export function encodeMetadata(metadata: Record<string, string> = {}): Record<string, string> {
  const encoded: Record<string, string> = {}
  let bytes = 0
  for (const [name, value] of Object.entries(metadata)) {
    if (!NAME.test(name))
      throw new RangeError(
        `Metadata name ${JSON.stringify(name)} must be lower-case letters, digits, dashes.`,
      )
    if (value === '') continue
    encoded[name] = encodeURIComponent(value.toWellFormed())
    if (encoded[name].length > MAX_VALUE_BYTES)
      throw new RangeError(`Metadata ${name} takes more than ${MAX_VALUE_BYTES} bytes encoded.`)
    bytes += name.length + encoded[name].length
  }
  if (bytes > MAX_BYTES)
    throw new RangeError(`Metadata takes ${bytes} bytes encoded; an object can have at most ${MAX_BYTES}.`)
  return encoded
}

/** Metadata as it was given. A value that somebody else wrote unencoded stays as it is. */
export function decodeMetadata(encoded: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(encoded).map(([name, value]) => [name, decode(value)]))
}

/** A picture's size in pixels, as its metadata say it: WIDTHxHEIGHT under `size`. Undefined if they do not. */
export function sizeIn({ size = '' }: Record<string, string>): { width: number; height: number } | undefined {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size) ?? []
  return width === undefined || height === undefined
    ? undefined
    : { width: Number(width), height: Number(height) }
}

/** The tokens that a picture took, as a text among its metadata. */
export function usageText(usage: TokenUsage | undefined): string {
  if (usage === undefined) return ''
  return Object.entries(usage)
    .map(entry => entry.join('='))
    .join(' ')
}

/** The same, as its metadata say it under `usage`. Undefined if they do not. */
export function usageIn({ usage = '' }: Record<string, string>): TokenUsage | undefined {
  const entries = usage.split(' ').map(entry => entry.split('='))
  return tokenUsageSchema.safeParse(Object.fromEntries(entries.map(([name, count]) => [name, Number(count)])))
    .data
}

/** The longest start of a text that fits in one value of metadata. */
export function clipToValue(text: string): string {
  let bytes = 0
  let clipped = ''
  for (const character of text.toWellFormed()) {
    bytes += encodeURIComponent(character).length
    if (bytes > MAX_VALUE_BYTES) break
    clipped += character
  }
  return clipped
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
