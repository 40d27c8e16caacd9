import { type Random, randomFrom } from './random.ts'

/**
 * Smooth value noise over the plane, -1 to 1, about one hill per unit length.
 *
 * @param period the field repeats after this many units in both directions; a power of two
 */
export function noiseField(random: Random, period = 256): (x: number, y: number) => number {
  const grid = Float32Array.from({ length: period * period }, () => random(-1, 1))
  const wrap = period - 1
  const at = (x: number, y: number) => grid[(y & wrap) * period + (x & wrap)] ?? 0
  return (x, y) => {
    const column = Math.floor(x)
    const row = Math.floor(y)
    const across = ease(x - column)
    const down = ease(y - row)
    const top = at(column, row) + (at(column + 1, row) - at(column, row)) * across
    const bottom = at(column, row + 1) + (at(column + 1, row + 1) - at(column, row + 1)) * across
    return top + (bottom - top) * down
  }
}

function ease(t: number): number {
  return t * t * (3 - 2 * t)
}

/** Side of {@link cloudTexture} in pixels. */
export const CLOUD_SIDE = 1024
/** Values in {@link filmGrain}. */
export const GRAIN_LENGTH = 1 << 20

/** A square of clouds that tiles without a seam: 0 is clear, 1 is thick. Made once, read by every picture. */
export const cloudTexture = once(() => {
  const octaves = [0, 1, 2, 3, 4].map(octave => ({
    field: noiseField(randomFrom('cloud', octave), 8 << octave),
    scale: (8 << octave) / CLOUD_SIDE,
    weight: 0.52 ** octave,
  }))
  const texture = new Float32Array(CLOUD_SIDE * CLOUD_SIDE)
  for (let y = 0; y < CLOUD_SIDE; y++)
    for (let x = 0; x < CLOUD_SIDE; x++) {
      let sum = 0
      for (const { field, scale, weight } of octaves) sum += field(x * scale, y * scale) * weight
      texture[y * CLOUD_SIDE + x] = ease(Math.min(1, Math.max(0, sum * 0.62 + 0.42)))
    }
  return texture
})

/** Film grain: values of about -1 to 1, gathered round 0. Made once; a picture reads it from its own offset. */
export const filmGrain = once(() => {
  const random = randomFrom('grain')
  return Float32Array.from({ length: GRAIN_LENGTH }, () => (random() + random() + random()) / 1.5 - 1)
})

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
