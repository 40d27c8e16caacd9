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
 * @returns undefined if it would be too long, which takes a huge batch that settles in no order at all
 */
export function idOf(told: Told): string | undefined {
  const id = deflateRawSync(told).toString('base64url')
  return id.length > MAX_ID_LENGTH ? undefined : id
}

/**
 * What a client was told that comes back with the id of an event.
 *
 * @param count leaves of the batch
 * @returns for no id, and for one that is none of this batch's: that nothing was told
 */
export function toldBy(id: string | undefined, count: number): Told {
  const nothing = new Uint8Array(count)
  if (id === undefined || id.length > MAX_ID_LENGTH) return nothing
  try {
    const told = inflateRawSync(Buffer.from(id, 'base64url'), { maxOutputLength: count })
    return told.length === count ? Uint8Array.from(told) : nothing
  } catch {
    return nothing
  }
}
