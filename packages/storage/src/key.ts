/** S3's own limit. */
const MAX_KEY_LENGTH = 1024
/** What file systems allow in one name. */
const MAX_SEGMENT_LENGTH = 255

/**
 * One part of a key between slashes. An allowlist: it has no way to spell `..`, a hidden file, a backslash, a drive, a
 * control character or anything that a URL or an XML listing would have to escape. In it the order of bytes is the order
 * of strings, and no two keys are the same file where the file system takes no notice of case.
 */
const SEGMENT = /^[a-z0-9-][a-z0-9.-]*$/

export function isSegment(text: string): boolean {
  return text.length <= MAX_SEGMENT_LENGTH && SEGMENT.test(text)
}

/** Throws RangeError unless a key is relative and made of plain segments: lower-case letters, digits, dots, dashes. */
export function assertKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH || !key.split('/').every(isSegment))
    throw new RangeError(
      `${JSON.stringify(key.slice(0, 200))} is no key: it takes segments of lower-case letters, digits, "." and "-", ` +
        `joined by "/", none starting with a dot, each at most ${MAX_SEGMENT_LENGTH} characters, ${MAX_KEY_LENGTH} in all.`,
    )
}

/** Throws RangeError unless some key can start with this: empty, a key, or a key and a slash. */
export function assertPrefix(prefix: string): void {
  const start = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix
  if (prefix !== '') assertKey(start)
}

/** Throws RangeError unless the prefix names a folder: empty, or ending with a slash. */
export function assertFolder(prefix: string): void {
  assertPrefix(prefix)
  if (prefix !== '' && !prefix.endsWith('/'))
    throw new RangeError(`${JSON.stringify(prefix)} names no folder: it must be empty or end with "/".`)
}
