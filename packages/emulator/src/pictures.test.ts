import { STYLES } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { lookFor } from './pictures/looks.ts'
import { paint, type Subject } from './pictures/paint.ts'
import { COOL, WARM } from './pictures/palettes.ts'
import { randomFrom } from './pictures/random.ts'
import { rasterize } from './pictures/raster.ts'
import { SCENES, type SceneName } from './pictures/scenes/index.ts'
import { Canvas } from './pictures/svg.ts'

const subject: Subject = {
  prompt: 'A lighthouse at dusk',
  model: 'gpt-image-2',
  provider: 'openai',
  width: 240,
  height: 160,
  seed: 1,
}

const bytes = async (change: Partial<Subject> = {}) =>
  Buffer.from((await paint({ ...subject, ...change })).data).toString('base64')

describe('a picture', () => {
  it('is the same for the same prompt, model, size and seed', async () => {
    expect(await bytes()).toBe(await bytes())
  })

  it.each([
    { prompt: 'A lighthouse at dawn' },
    { model: 'gpt-image-2.5-flare' },
    { provider: 'google' as const },
    { seed: 2 },
  ])('is another one for %o', async change => {
    expect(await bytes(change)).not.toBe(await bytes())
  })

  it.each(Object.entries(STYLES))('can be painted as %s', async (_style, words) => {
    const prompt = `A lighthouse. ${words}.`
    const { data, width, height } = await paint({ ...subject, prompt })
    expect([width, height, data.length]).toEqual([240, 160, 240 * 160 * 3])
    expect(contrast(data)).toBeGreaterThan(4)
  })

  it('looks as its style asks, whatever the style: no two styles share a look', () => {
    const looks = Object.values(STYLES).map(words => lookFor(`A lighthouse. ${words}`))
    expect(new Set(looks).size).toBe(looks.length)
  })

  it('says in the corner that stays free that it is simulated, also after the crop to 1200x630', async () => {
    const size = { width: 960, height: 640 }
    const one = await paint({ ...subject, ...size, model: 'gpt-image-2' })
    const kept = { top: (640 - 960 / (1200 / 630)) / 2, left: 480 }
    const labelRows = rowsWithWhite(one.data, size, kept.left)
    expect(labelRows.length).toBeGreaterThan(4)
    expect(Math.min(...labelRows)).toBeGreaterThan(kept.top)
    expect(Math.max(...labelRows)).toBeLessThan(kept.top + 80)
  })
})

describe('a scene', () => {
  const names = Object.keys(SCENES) as SceneName[]

  it.each(names)('%s can be drawn in every light, softly and flat', async name => {
    for (const [palette, shading] of [
      [WARM[0], 'soft'],
      [COOL[0], 'flat'],
    ] as const) {
      const canvas = new Canvas({ width: 240, height: 160, palette, shading, random: randomFrom(name) })
      SCENES[name](canvas)
      const svg = canvas.toSvg()
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
      expect(contrast((await rasterize(svg, 240, 160)).data)).toBeGreaterThan(4)
    }
  })
})

/** Standard deviation of the first channel. */
function contrast(data: Uint8ClampedArray): number {
  const reds = data.filter((_, index) => index % 3 === 0)
  const mean = reds.reduce((sum, red) => sum + red, 0) / reds.length
  return Math.sqrt(reds.reduce((sum, red) => sum + (red - mean) ** 2, 0) / reds.length)
}

/** Rows right of `left` that hold the white of the lettering. */
function rowsWithWhite(
  data: Uint8ClampedArray,
  size: { width: number; height: number },
  left: number,
): number[] {
  const rows = Array.from({ length: size.height >> 1 }, (_, row) => row)
  return rows.filter(row => {
    const pixels = Array.from({ length: size.width - left }, (_, x) => (row * size.width + left + x) * 3)
    return (
      pixels.filter(at => Math.min(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) > 235).length > 12
    )
  })
}
