import { describe, expect, it } from 'vitest'
import { GAP, RATIO, ratioOf, sheetLayout, tiles } from './grid.ts'

describe('the layout of a sheet', () => {
  it('fits every model in where there is room', () => {
    const { cell, prompts, width } = sheetLayout(1_000, 3)
    expect(prompts + width).toBeLessThanOrEqual(1_000)
    expect(prompts + width).toBeGreaterThan(1_000 - 3 - GAP)
    expect(cell).toBe(260)
  })

  it('does not blow up few pictures, nor shrink many beyond recognition', () => {
    expect(sheetLayout(2_400, 1).cell).toBe(560)
    expect(sheetLayout(1_000, 40).cell).toBe(132)
  })

  it('puts prompts above their pictures on a phone', () => {
    const narrow = sheetLayout(358, 2)
    expect(narrow.prompts).toBe(0)
    expect(narrow.cell).toBe(169)
  })

  it('follows the zoom', () => {
    expect(sheetLayout(1_000, 3, 0).cell).toBe(132)
    expect(sheetLayout(1_000, 3, 1).cell).toBe(560)
  })
})

describe('pictures of another shape', () => {
  const output = { name: 'x', format: 'jpeg', crop: 'center' } as const

  it('have the shape of the first output, within reason', () => {
    expect(ratioOf(undefined)).toBe(RATIO)
    expect(ratioOf([output])).toBe(RATIO)
    expect(ratioOf([{ ...output, width: 1080, height: 1080 }])).toBe(1)
    expect(ratioOf([{ ...output, width: 64, height: 4_096 }])).toBe(9 / 16)
  })

  it('lie in rows that are higher, and are not blown up', () => {
    const square = sheetLayout(2_400, 1, undefined, 1)
    expect(square.cell).toBe(405)
    expect(square.row).toBeGreaterThan(405)
    expect(square.row).toBeLessThan(450)
  })
})

describe('tiles', () => {
  it('fill the width', () => {
    expect(tiles(1_400, 280, 10)).toEqual({ columns: 5, cell: 272 })
    expect(tiles(366, 170, 10)).toEqual({ columns: 2, cell: 178 })
    expect(tiles(100, 280, 10)).toEqual({ columns: 1, cell: 100 })
  })
})
