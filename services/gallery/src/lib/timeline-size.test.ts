import { describe, expect, it } from 'vitest'
import { isOpen, panelSize } from './timeline-size.ts'

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

describe('the size of the timeline', () => {
  it('is a width beside the sheet where there is room, or as asked for a height below it', () => {
    expect(panelSize({}, DESK)).toMatchObject({ dimension: 'width', px: 518 })
    expect(panelSize({ below: true }, DESK)).toMatchObject({ dimension: 'height', px: 252 })
    expect(panelSize({ below: false }, { width: 900, height: 800 }).dimension).toBe('height')
  })

  it('is what was asked for, as far as the window allows', () => {
    expect(panelSize({ width: 700, height: 200 }, DESK).px).toBe(700)
    expect(panelSize({ below: true, width: 700, height: 200 }, DESK).px).toBe(200)
    expect(panelSize({ width: 9_000 }, DESK)).toMatchObject({ px: 1_008, most: 1_008 })
    expect(panelSize({ width: 1 }, DESK)).toMatchObject({ px: 340, least: 340 })
  })

  it('never has its least above its most', () => {
    const { least, px, most } = panelSize({ below: true }, { width: 1_200, height: 100 })
    expect([least, px, most]).toEqual([140, 140, 140])
  })

  it('is nothing on a phone until somebody asks for it', () => {
    expect([isOpen({}, DESK), isOpen({}, PHONE)]).toEqual([true, false])
    expect([isOpen({ open: false }, DESK), isOpen({ open: true }, PHONE)]).toEqual([false, true])
  })
})
