import type { Point } from './geometry.ts'
import type { Random } from './random.ts'

export interface RidgeOptions {
  /** Pixels from left to right. */
  width: number
  /** Height of the line's middle, in pixels from the top. */
  y: number
  /** How far the line leaves its middle, in pixels. */
  rise: number
  /** 0.4 gives rolling hills, 0.6 rock. */
  roughness: number
  /** The line has 2 to the power of this many pieces. */
  detail: number
}

/** A mountain's outline by midpoint displacement. */
export function ridge(random: Random, options: RidgeOptions): Point[] {
  let heights = [random(-1, 1), random(-1, 1)]
  let reach = 1
  for (let step = 0; step < options.detail; step++) {
    const finer: number[] = []
    for (const [index, height] of heights.entries()) {
      finer.push(height)
      const next = heights[index + 1]
      if (next !== undefined) finer.push((height + next) / 2 + random(-reach, reach))
    }
    heights = finer
    reach *= options.roughness
  }
  const top = Math.max(...heights)
  const bottom = Math.min(...heights)
  const last = heights.length - 1
  return heights.map((height, index) => [
    (index / last) * options.width,
    options.y - ((height - bottom) / (top - bottom || 1) - 0.5) * 2 * options.rise,
  ])
}

/** A smooth line of a few sines: a swell, a dune, a hill. */
export function swell(
  random: Random,
  options: { width: number; y: number; rise: number; waves: number; steps: number },
): Point[] {
  const parts = [1, 0.45, 0.2].map((weight, index) => ({
    weight,
    turns: options.waves * (index + 1) * random(0.8, 1.25),
    phase: random(0, Math.PI * 2),
  }))
  return Array.from({ length: options.steps + 1 }, (_, index) => {
    const place = index / options.steps
    const height = parts.reduce(
      (sum, part) => sum + part.weight * Math.sin(place * part.turns * Math.PI * 2 + part.phase),
      0,
    )
    return [place * options.width, options.y - (height / 1.65) * options.rise]
  })
}

/** The height of a left-to-right line at `x`, between its points. */
export function heightAt(line: readonly Point[], x: number): number {
  const after = line.findIndex(point => point[0] >= x)
  const right = line[after === -1 ? line.length - 1 : after]
  const left = line[Math.max(0, (after === -1 ? line.length : after) - 1)]
  if (left === undefined || right === undefined) return 0
  const span = right[0] - left[0]
  return span === 0 ? right[1] : left[1] + ((x - left[0]) / span) * (right[1] - left[1])
}
