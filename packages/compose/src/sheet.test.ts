import { beforeAll, describe, expect, it } from 'vitest'
import { composeSheet, SHEET_COLUMNS, SHEET_ROWS, type SheetCell } from './index.ts'
import { pixelAt } from './pictures.testing.ts'
import sharp from './sharp.ts'

let green: Buffer

beforeAll(async () => {
  const image = { width: 1200, height: 630, channels: 3 as const, background: '#00c000' }
  green = await sharp({ create: image }).jpeg().toBuffer()
})

function sheet(models: number, rows: number, cell: SheetCell = green) {
  return {
    heading: 'Batch of a test',
    models: Array.from({ length: models }, (_, index) => `model-${index}`),
    rows: Array.from({ length: rows }, (_, index) => ({
      title: `Prompt ${index}`,
      cells: Array.from({ length: models }, () => cell),
    })),
  }
}

async function size(bytes: Buffer) {
  const { format, width, height } = await sharp(bytes).metadata()
  expect(format).toBe('jpeg')
  return { width, height }
}

describe('composeSheet', () => {
  it('puts prompts down and models across', async () => {
    const [one, wider, longer] = await Promise.all(
      [sheet(1, 1), sheet(2, 1), sheet(1, 3)].map(async input => size(await composeSheet(input))),
    )
    expect(wider?.width).toBeGreaterThan((one?.width ?? 0) + 400)
    expect(wider?.height).toBe(one?.height)
    expect(longer?.height).toBeGreaterThan((one?.height ?? 0) + 400)
    expect(longer?.width).toBe(one?.width)
  })

  it('shows each image in its cell', async () => {
    const bytes = await composeSheet(sheet(2, 1))
    const { width, height } = await size(bytes)
    for (const x of [width - 200, width - 700]) {
      const [red = 255, light = 0] = await pixelAt(bytes, x, height - 150)
      expect(red).toBeLessThan(20)
      expect(light).toBeGreaterThan(180)
    }
  })

  it('loads images one at a time', async () => {
    let loading = 0
    let most = 0
    const cell = async () => {
      most = Math.max(most, ++loading)
      await new Promise(resolve => setImmediate(resolve))
      loading--
      return green
    }
    await composeSheet(sheet(3, 3, cell))
    expect(most).toBe(1)
  })

  it.each([
    ['a failed leaf', { failed: 'The provider refused the prompt.' }],
    ['an image that is damaged', Buffer.from('no picture at all')],
    ['an image that cannot be loaded', () => Promise.reject(new Error('the store is away'))],
  ] as [string, SheetCell][])('shows the reason instead of %s', async (_, cell) => {
    const bytes = await composeSheet(sheet(1, 1, cell))
    const { width, height } = await size(bytes)
    const [red = 0, light = 0] = await pixelAt(bytes, width - 60, height - 60)
    expect(red).toBeGreaterThan(light + 10)
    const middle = { left: width - 400, top: height - 200, width: 250, height: 100 }
    const { channels } = await sharp(await sharp(bytes).extract(middle).png().toBuffer()).stats()
    expect(channels[0]?.max).toBeGreaterThan(200)
  })

  it('shows a calm cell where an image is still to come', async () => {
    const bytes = await composeSheet(sheet(1, 1, { empty: 'queued' }))
    const { width, height } = await size(bytes)
    const [red = 255, green = 0, blue = 0] = await pixelAt(bytes, width - 60, height - 60)
    expect(Math.max(red, green, blue)).toBeLessThan(60)
    expect(red).toBeLessThanOrEqual(blue)
    const middle = { left: width - 400, top: height - 200, width: 250, height: 100 }
    const { channels } = await sharp(await sharp(bytes).extract(middle).png().toBuffer()).stats()
    expect(channels[0]?.max).toBeGreaterThan(120)
  })

  it('is bounded for a huge batch, and loads nothing that it does not show', async () => {
    let loaded = 0
    const cell = () => {
      loaded++
      return Promise.resolve(green)
    }
    const most = await size(await composeSheet(sheet(SHEET_COLUMNS, SHEET_ROWS)))
    const huge = await size(await composeSheet(sheet(SHEET_COLUMNS + 3, SHEET_ROWS + 500, cell)))
    expect(loaded).toBe(SHEET_COLUMNS * SHEET_ROWS)
    expect(huge.width).toBe(most.width)
    expect(huge.height - most.height).toBeLessThan(60)
    expect(huge.height).toBeGreaterThan(most.height)
  })

  it('takes any text without breaking', async () => {
    const nasty = '<&">\u0000\ud83d 摄影 مرحبا 🎞️ '
    const input = {
      ...sheet(1, 1, { failed: nasty.repeat(60) }),
      heading: nasty.repeat(60),
      note: nasty.repeat(60),
    }
    const bytes = await composeSheet({ ...input, models: [nasty.repeat(60)] })
    expect((await size(bytes)).width).toBe((await size(await composeSheet(sheet(1, 1)))).width)
  })
})
