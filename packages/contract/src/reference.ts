import { z } from 'zod'

/** Formats that a reference can have, and the extension of each: those that every provider takes. */
export const REFERENCE_TYPES = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' } as const
export type ReferenceType = keyof typeof REFERENCE_TYPES

const MIB = 1024 * 1024

/** What references can have, whatever models take. */
export const REFERENCE_LIMITS = {
  /** Bytes of one. */
  bytes: 20 * MIB,
  /** Pixels of one: reading it takes some bytes of memory for each. */
  pixels: 50_000_000,
  /** Distinct ones of one batch, and their bytes together. */
  inBatch: 100,
  bytesInBatch: 100 * MIB,
} as const

/** What a reference goes by in requests: the SHA-256 of its bytes, in hexadecimal digits. */
export const REFERENCE_ID_PATTERN = /^[0-9a-f]{64}$/

/** A picture that models are given beside the prompt. */
export const referenceSchema = z.strictObject({
  sha256: z.string().regex(REFERENCE_ID_PATTERN),
  contentType: z.enum(Object.keys(REFERENCE_TYPES) as [ReferenceType, ...ReferenceType[]]),
  bytes: z.int().positive(),
  /** Pixels. */
  width: z.int().positive(),
  height: z.int().positive(),
})
export type Reference = z.infer<typeof referenceSchema>

/** The part of a batch that says what pictures go with its prompts. */
interface GivenReferences {
  references?: readonly Reference[] | undefined
  items?: readonly { references?: readonly number[] | undefined }[] | undefined
}

/** The pictures that go with a prompt, in the order in which models are given them. */
export function referencesOf({ references = [], items }: GivenReferences, promptIndex: number): Reference[] {
  const places = items?.[promptIndex]?.references ?? []
  return places.map(place => references[place]).filter(reference => reference !== undefined)
}
