import { TEMPLATES } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { drawLayers } from './drawn-layers.ts'
import type { Fitted } from './fit.ts'
import { frameOf } from './frame.ts'
import type { Look } from './look.ts'
import { overlayFor } from './overlays.ts'
import { seriesSize } from './series.ts'

const TITLES = [
  'Go',
  'Idempotent batches',
  'Why fan-out beats sequential generation',
  'Object storage as the source of truth',
  'What a lease on a leaf is good for, and what it cannot do',
  '摄影师一次看到一卷胶卷的每一帧',
]
const TOO_LONG = 'Every frame of a roll at once and '.repeat(30)
const og = { width: 1200, height: 630 }

/** The size that a title is drawn in. */
async function sizeOf(title: string, changes: Partial<Look>, shape = og): Promise<number> {
  const look = { template: TEMPLATES['overlay-bottom'], font: 'inter', title, ...changes } as const
  const layers = await drawLayers(look, frameOf(shape, false))
  const pieces = (layers ?? []).flatMap(layer => (layer.kind === 'stack' ? layer.pieces : []))
  const drawn = pieces.find(({ item }) => item.kind === 'title')?.drawn
  if (drawn === undefined || !('size' in drawn)) throw new Error(`${title} was not drawn`)
  return Number(drawn.size)
}

describe('titles in a series', () => {
  it('have the size of the one that fits least', async () => {
    const alone = await Promise.all(TITLES.map(title => sizeOf(title, {})))
    const together = await Promise.all(TITLES.map(title => sizeOf(title, { series: TITLES })))
    expect(new Set(together)).toEqual(new Set([Math.min(...alone)]))
    expect(Math.max(...alone)).toBeGreaterThan(Math.min(...alone))
  })

  it('have one size for each shape of picture', async () => {
    const story = { width: 1080, height: 1920 }
    const sizes = await Promise.all(TITLES.map(title => sizeOf(title, { series: TITLES }, story)))
    expect(new Set(sizes).size).toBe(1)
    expect(sizes[0]).not.toBe(await sizeOf('Go', { series: TITLES }))
  })

  it('do not shrink for one that has to be cut in any case', async () => {
    const template = TEMPLATES['bottom-bar']
    const series = [...TITLES, TOO_LONG]
    const size = await sizeOf('Go', { template, series: TITLES })
    expect(await sizeOf('Go', { template, series })).toBe(size)
    expect(await sizeOf(TOO_LONG, { template, series })).toBeLessThan(size)
  })

  it('are the same pictures in any order of the list, and others than without it', async () => {
    const pixels = async (series: string[] | undefined) => {
      const overlay = await overlayFor(
        { template: TEMPLATES['bottom-bar'], font: 'lora', title: 'Go', series },
        og,
      )
      const data = new Uint8Array(og.width * og.height * 3).fill(90)
      overlay?.blendInto({ ...og, data })
      return Buffer.from(data)
    }
    const first = await pixels(TITLES)
    expect(first.equals(await pixels(TITLES.toReversed()))).toBe(true)
    expect(first.equals(await pixels(undefined))).toBe(false)
  })
})

describe('seriesSize', () => {
  const ink = (size: number, isCut = false): Fitted => ({
    width: 1,
    height: 1,
    data: Buffer.alloc(4),
    size,
    isCut,
  })

  it('tries a few of ten thousand titles, those that need most room, and no more for who asks again', async () => {
    const titles = Array.from({ length: 10_000 }, (_, index) => `Title number ${index}`)
    titles[123] = 'A much longer title than any of the others in this list'
    titles[9_000] = 'Donaudampfschifffahrtselektrizitätengesellschaft'
    const tried: string[] = []
    const fitted = async (title: string) => {
      tried.push(title)
      return ink(title.length < 30 ? 60 : 40)
    }
    expect(await seriesSize(titles, 'a box', fitted)).toBe(40)
    expect(tried.length).toBeLessThan(8)
    expect(tried).toContain(titles[123])
    expect(tried).toContain(titles[9_000])
    const before = tried.length
    expect(await seriesSize(titles, 'a box', fitted)).toBe(40)
    expect(tried).toHaveLength(before)
    await seriesSize(titles, 'another box', fitted)
    expect(tried).toHaveLength(2 * before)
  })

  it('is that of the smallest letters where no title fits whole, and none where none leaves ink', async () => {
    expect(await seriesSize(['a'], '', async () => ink(30, true))).toBe(30)
    expect(await seriesSize(['\u200d'], '', async () => undefined)).toBeUndefined()
  })

  it('is found again after it failed', async () => {
    const titles = ['a']
    await expect(seriesSize(titles, '', () => Promise.reject(new Error('no font')))).rejects.toThrow(
      'no font',
    )
    expect(await seriesSize(titles, '', async () => ink(50))).toBe(50)
  })
})
