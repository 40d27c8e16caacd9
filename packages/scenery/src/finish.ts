import { type Colour, channels } from './colour.ts'
import type { Finish, Hand } from './looks.ts'
import { CLOUD_SIDE, cloudTexture, filmGrain, GRAIN_LENGTH } from './noise.ts'
import type { Random } from './random.ts'
import type { Raster } from './raster.ts'

const HANDS: Record<Hand, Finish> = {
  warm: { grain: 0.5, vignette: 0.3, veil: 0, contrast: 0.12, split: 0.25, fade: 0.12 },
  cool: { grain: 0.08, vignette: 0.12, veil: 0, contrast: 0.32, split: 0, fade: 0 },
}

export function finishFor(hand: Hand, touches: Partial<Finish> = {}): Finish {
  return { ...HANDS[hand], ...touches }
}

/** Veil, tone curves, vignette and grain, in place and in one pass over the pixels. */
export function finish(raster: Raster, touches: Finish, veilColour: Colour, random: Random): void {
  const { data, width, height } = raster
  const [reds, greens, blues] = curves(touches)
  const [veilRed, veilGreen, veilBlue] = channels(veilColour)
  const clouds = cloudTexture()
  const grains = filmGrain()
  const grainStrength = touches.grain * 15
  // Clouds are wide and low: the texture is read faster from top to bottom than from left to right.
  const acrossStep = CLOUD_SIDE / width / 1.6
  const downStep = (CLOUD_SIDE / height) * random(0.7, 1)
  const shift = random(0, CLOUD_SIDE)
  const columns = Int32Array.from({ length: width }, (_, x) => (x * acrossStep + shift) & (CLOUD_SIDE - 1))
  const corner = Float32Array.from(
    { length: width },
    (_, x) => touches.vignette * ((x / width) * 2 - 1) ** 2 * 0.42,
  )
  for (let y = 0; y < height; y++) {
    const place = y / height
    const veil = touches.veil * Math.sin(Math.min(1, place / 0.72) * Math.PI) ** 0.8
    const sunk = 1 - touches.vignette * (place * 2 - 1) ** 2 * 0.42
    const cloudRow = ((y * downStep) & (CLOUD_SIDE - 1)) * CLOUD_SIDE
    let grainAt = Math.floor(random(0, GRAIN_LENGTH))
    let at = y * width * 3
    // Every index below is within its array by construction: the casts spare a check for each of millions.
    for (let x = 0; x < width; x++) {
      const thick = veil === 0 ? 0 : (clouds[cloudRow + (columns[x] as number)] as number) * veil
      const light = sunk - (corner[x] as number)
      const speck = (grains[grainAt++ & (GRAIN_LENGTH - 1)] as number) * grainStrength
      const red = reds[data[at] as number] as number
      const green = greens[data[at + 1] as number] as number
      const blue = blues[data[at + 2] as number] as number
      data[at++] = (red + (veilRed - red) * thick) * light + speck
      data[at++] = (green + (veilGreen - green) * thick) * light + speck
      data[at++] = (blue + (veilBlue - blue) * thick) * light + speck
    }
  }
}

/** A tone curve for each channel, by byte. */
function curves({ contrast, split, fade }: Finish): readonly [Float32Array, Float32Array, Float32Array] {
  const curve = (dark: number, bright: number, floor: number) =>
    Float32Array.from({ length: 256 }, (_, byte) => {
      const part = byte / 255
      const steep = part + (part * part * (3 - 2 * part) - part) * contrast
      const tinted = steep + split * (dark * (1 - steep) ** 2 + bright * steep ** 2) * 0.1
      return (floor * fade + tinted * (1 - floor * fade * 1.4)) * 255
    })
  return [curve(-0.45, 0.6, 0.19), curve(0.1, 0.12, 0.13), curve(0.42, -0.6, 0.1)]
}
