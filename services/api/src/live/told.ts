import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * The states of a batch's leaves that a client has been told: a byte for each, in the order of the leaves: `CODES` of
 * `leaf-states.ts`.
 */
export type Told = Uint8Array

/** Longest id of an event, in characters: a browser sends it back in a header, and proxies limit those. */
const MAX_ID_LENGTH = 6_000

/** The code of a leaf whose record is still to be read. */
export const UNKNOWN = 255

/**
 * What was told as the id of an event, for a client that comes back, to whichever instance. Leaves settle roughly in
 * their order, so that this packs well: 10,000 leaves into some hundred characters.
 *
 * @param tag of the batch's last version: what was told of another is not what holds for it
 * @returns undefined if it would be too long, which takes a huge batch that settles in no order at all
 */
export function idOf(told: Told, tag?: string): string | undefined {
  const id = prefixOf(tag) + deflateRawSync(told).toString('base64url')
  return id.length > MAX_ID_LENGTH ? undefined : id
}

/**
 * What a client was told that comes back with the id of an event.
 *
 * @param count leaves of the batch
 * @param tag of its last version
 * @returns for no id, and for one that is none of this batch's, or of another version: that nothing was told
 */
export function toldBy(id: string | undefined, count: number, tag?: string): Told {
  const nothing = new Uint8Array(count)
  const prefix = prefixOf(tag)
  if (id === undefined || id.length > MAX_ID_LENGTH || !id.startsWith(prefix)) return nothing
  try {
    const told = inflateRawSync(Buffer.from(id.slice(prefix.length), 'base64url'), { maxOutputLength: count })
    return told.length === count ? Uint8Array.from(told) : nothing
  } catch {
    return nothing
  }
}

/** No id of the first version has a dot. */
function prefixOf(tag: string | undefined): string {
  return tag === undefined ? '' : `${tag}.`
}
