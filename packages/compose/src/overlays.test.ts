import { TEMPLATES } from '@contactsheet/contract'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { drawLayers } from './drawn-layers.ts'
import { overlayFor } from './overlays.ts'

vi.mock('./drawn-layers.ts', { spy: true })

const OG = { width: 1200, height: 630 }

const lookWith = (title: string) => ({ template: TEMPLATES['bottom-bar'], font: 'inter', title }) as const

describe('what is laid over pictures', () => {
  beforeEach(() => {
    vi.mocked(drawLayers).mockClear()
  })

  it('is drawn once for all models of a prompt, however many other titles come between their answers', async () => {
    const titles = Array.from({ length: 40 }, (_, number) => `Title ${number}`)
    const first = await Promise.all(titles.map(title => overlayFor(lookWith(title), OG)))
    const again = await Promise.all(titles.toReversed().map(title => overlayFor(lookWith(title), OG)))
    expect(drawLayers).toHaveBeenCalledTimes(titles.length)
    expect(again.toReversed()).toEqual(first)
  })

  it('is drawn once for pictures that come at the same time', async () => {
    const overlays = await Promise.all([1, 2, 3].map(() => overlayFor(lookWith('At the same time'), OG)))
    expect(drawLayers).toHaveBeenCalledTimes(1)
    expect(new Set(overlays).size).toBe(1)
  })

  it('is drawn anew after a drawing that failed', async () => {
    vi.mocked(drawLayers).mockRejectedValueOnce(new Error('out of memory'))
    await expect(overlayFor(lookWith('Once more'), OG)).rejects.toThrow('out of memory')
    expect(await overlayFor(lookWith('Once more'), OG)).toBeDefined()
  })

  it('tells how much memory it takes, letters above all', async () => {
    const short = await overlayFor(lookWith('Short'), OG)
    const long = await overlayFor(lookWith('A title with far more letters than that'), OG)
    expect(short?.bytes).toBeGreaterThan(6 * 1_000)
    expect(long?.bytes).toBeGreaterThan(short?.bytes ?? 0)
  })

  it('is nothing where there is no title, which is remembered like any other', async () => {
    expect(await overlayFor(lookWith(''), OG)).toBeUndefined()
    expect(await overlayFor(lookWith(''), OG)).toBeUndefined()
    expect(drawLayers).toHaveBeenCalledTimes(1)
  })
})
