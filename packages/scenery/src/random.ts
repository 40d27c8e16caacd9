import { createHash } from 'node:crypto'

/**
 * A repeatable source of chance: the same key gives the same draws in the same order, on every machine. A draw is from
 * `low` (inclusive) to `high` (exclusive); 0 to 1 when left out.
 */
export type Random = (low?: number, high?: number) => number

/** @param key anything that should decide the draws; equal keys, equal draws */
export function randomFrom(...key: readonly (string | number)[]): Random {
  let state = createHash('sha256').update(key.join('\u0000')).digest().readUInt32LE(0)
  // mulberry32: small, fast, and even enough for pictures and simulated luck.
  return (low = 0, high = 1) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return low + (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * (high - low)
  }
}

/** One of the items, every one as likely. The list must not be empty. */
export function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0]
}

/** A whole number from `low` to `high`, both included. */
export function whole(random: Random, low: number, high: number): number {
  return Math.floor(random(low, high + 1))
}
