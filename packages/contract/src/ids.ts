import { randomBytes } from 'node:crypto'

/** Crockford's base 32 in lower case: sorts as its values do, and has no letters that look alike. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** 2^50 milliseconds: as far as ten base-32 digits count, some 35,000 years. */
const HORIZON_MS = 2 ** 50

export const BATCH_ID_PATTERN = /^[0-9a-hjkmnp-tv-z]{10}-[0-9a-hjkmnp-tv-z]{6}$/
export const LEAF_ID_PATTERN = /^\d{4}-\d{2}[a-j]?$/
/** What the files of a version carry in their names: its number, from 2, and letters that no other one has. */
export const VERSION_TAG_PATTERN = /^v\d{1,4}-[0-9a-hjkmnp-tv-z]{4}$/

/**
 * A fresh batch id. Object stores list keys in ascending order only, so the id starts with the time counted
 * backwards: a plain listing then shows the newest batch first.
 *
 * @param nowMs milliseconds since the epoch
 */
export function newBatchId(nowMs: number = Date.now()): string {
  return `${encode(HORIZON_MS - 1 - nowMs)}-${letters(6)}`
}

/** When a batch id was made, in milliseconds since the epoch. */
export function batchIdTime(batchId: string): number {
  let value = 0
  for (const digit of batchId.slice(0, 10)) value = value * 32 + ALPHABET.indexOf(digit)
  return HORIZON_MS - 1 - value
}

/** The day on which a batch id was made, in UTC: `2026-11-26`. */
export function batchIdDay(batchId: string): string {
  return new Date(batchIdTime(batchId)).toISOString().slice(0, 10)
}

/**
 * The last id in a listing that a batch made at a time can have: those of older batches follow.
 *
 * @param ms milliseconds since the epoch
 */
export function lastBatchIdAt(ms: number): string {
  return `${encode(HORIZON_MS - 1 - ms)}-zzzzzz`
}

/** @param number of the version, from 2 */
export function newVersionTag(number: number): string {
  return `v${number}-${letters(4)}`
}

/** Letters of variations. No image's name is mistaken for one without: a dash follows the id. */
const VARIATIONS = 'abcdefghij'

/** Most variations that an id can tell apart. */
export const MOST_VARIATIONS = VARIATIONS.length

/** Where a leaf is in its batch, all counted from 0. */
export interface LeafPlace {
  promptIndex: number
  /** Of its column. */
  modelIndex: number
  /** Undefined where prompt and column have no more than one. */
  variation?: number | undefined
}

/** Name of the leaf at a place of its batch: `0012-01`, or `0012-01b` where there are variations. Sorts as the leaves do. */
export function leafId(promptIndex: number, modelIndex: number, variation?: number): string {
  const letter = variation === undefined ? '' : VARIATIONS.charAt(variation)
  return `${String(promptIndex).padStart(4, '0')}-${String(modelIndex).padStart(2, '0')}${letter}`
}

/** Where the leaf of an id is in its batch; undefined if that is no id. */
export function parseLeafId(id: string): LeafPlace | undefined {
  if (!LEAF_ID_PATTERN.test(id)) return undefined
  const place = { promptIndex: Number(id.slice(0, 4)), modelIndex: Number(id.slice(5, 7)) }
  return id.length === 7 ? place : { ...place, variation: VARIATIONS.indexOf(id.charAt(7)) }
}

function letters(count: number): string {
  return [...randomBytes(count)].map(byte => ALPHABET[byte % 32]).join('')
}

function encode(value: number): string {
  let digits = ''
  for (let rest = value; digits.length < 10; rest = Math.floor(rest / 32))
    digits = ALPHABET[rest % 32] + digits
  return digits
}
