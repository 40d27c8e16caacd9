import { describe, expect, it } from 'vitest'
import { Catalog } from './catalog/catalog.ts'
import { sampleOf } from './sample.ts'

const prompts = Array.from({ length: 200 }, (_, index) => `Fox ${index}`)
const product = { prompts, models: [...new Catalog().models.slice(0, 3)], variations: 2 }

/** What stands at a place of that product. */
function at(place: number) {
  const pair = Math.floor(place / 2)
  return { prompt: Math.floor(pair / 3), column: pair % 3, variation: place % 2 }
}

describe('a sample', () => {
  it('is of as many places as it was asked for, each once, in order', () => {
    for (const size of [1, 2, 50, 601, 1_200]) {
      const sample = sampleOf(product, size)
      expect(sample).toHaveLength(size)
      expect(sample).toEqual([...new Set(sample)].toSorted((a, b) => a - b))
      expect(sample.at(-1)).toBeLessThan(1_200)
    }
  })

  it('gives each column an equal share, of the same prompts', () => {
    const cells = sampleOf(product, 31).map(at)
    const shares = [0, 1, 2].map(column => cells.filter(cell => cell.column === column))
    expect(shares.map(({ length }) => length)).toEqual([11, 10, 10])
    const [first, second] = shares.map(cells => new Set(cells.map(({ prompt }) => prompt)))
    expect(first?.isSupersetOf(second ?? new Set())).toBe(true)
    expect(first?.size).toBe(11)
  })

  it('shows all prompts before further variations', () => {
    const cells = sampleOf(product, 700).map(at)
    expect(cells.filter(({ variation }) => variation === 0)).toHaveLength(600)
  })

  it('is not the first prompts', () => {
    const shown = new Set(sampleOf(product, 60).map(place => at(place).prompt))
    expect(Math.max(...shown)).toBeGreaterThan(100)
  })

  it('is the same for the same prompts, and part of a larger one', () => {
    const small = sampleOf(product, 40)
    expect(sampleOf({ ...product, prompts: [...prompts] }, 40)).toEqual(small)
    expect(new Set(sampleOf(product, 90)).isSupersetOf(new Set(small))).toBe(true)
    const others = sampleOf({ ...product, prompts: prompts.map(prompt => `${prompt}!`) }, 40)
    expect(others).not.toEqual(small)
  })
})
