import { STYLES } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { lookFor } from './looks.ts'
import { paint, type Subject } from './paint.ts'
import { COOL, WARM } from './palettes.ts'
import { randomFrom } from './random.ts'
import { rasterize } from './raster.ts'
import { SCENES, type SceneName } from './scenes/index.ts'
import { Canvas } from './svg.ts'
import { stampTag } from './tag.ts'

const subject: Subject = {
  prompt: 'A lighthouse at dusk',
  model: 'gpt-image-2',
  hand: 'warm',
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
    { hand: 'cool' as const },
    { seed: 2 },
    { options: 'high' },
    { take: 1 },
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

  it.each([
    [960, 640],
    [640, 960],
    [960, 400],
  ])(
    'of %ix%i says that it is simulated in the upper right corner of what a crop to 1200x630 keeps',
    async (width, height) => {
      const stamp = async (model: string) => {
        const data = new Uint8ClampedArray(width * height * 3).fill(128)
        await stampTag({ data, width, height }, model)
        return data
      }
      const one = await stamp('gpt-image-2')
      const touched = [...one.entries()]
        .filter(([, value]) => value !== 128)
        .map(([index]) => Math.floor(index / 3))
      const columns = touched.map(pixel => pixel % width)
      const rows = touched.map(pixel => Math.floor(pixel / width))
      const kept = {
        width: Math.min(width, height * (1200 / 630)),
        height: Math.min(height, width / (1200 / 630)),
      }
      expect(least(columns)).toBeGreaterThan(width / 2)
      expect(most(columns)).toBeLessThan((width + kept.width) / 2)
      expect(least(rows)).toBeGreaterThan((height - kept.height) / 2)
      expect(most(rows)).toBeLessThan((height - kept.height) / 2 + kept.height * 0.15)
      expect(await stamp('gpt-image-2.5-flare')).not.toEqual(one)
    },
  )
})

describe('a scene', () => {
  const names = Object.keys(SCENES) as SceneName[]
  const size = { width: 240, height: 160 }

  it.each(names)('%s can be drawn in every light, softly and flat', async name => {
    for (const [palette, shading] of [
      [WARM[0], 'soft'],
      [COOL[0], 'flat'],
    ] as const) {
      const canvas = new Canvas({ size, palette, shading, random: randomFrom(name) })
      SCENES[name](canvas)
      const svg = canvas.toSvg()
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
      expect(contrast((await rasterize(svg, size)).data)).toBeGreaterThan(4)
    }
  })
})

/** Standard deviation of the first channel. */
function contrast(data: Uint8ClampedArray): number {
  const reds = data.filter((_, index) => index % 3 === 0)
  const mean = reds.reduce((sum, red) => sum + red, 0) / reds.length
  return Math.sqrt(reds.reduce((sum, red) => sum + (red - mean) ** 2, 0) / reds.length)
}

const least = (values: readonly number[]) =>
  values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY)
const most = (values: readonly number[]) => values.reduce((high, value) => Math.max(high, value), 0)
