import { describe, expect, it } from 'vitest'
import { makeLeaf, makeView } from '../gallery.testing.ts'
import { lookChange, lookOf, recomposition } from './recompose.ts'

const view = makeView(2, {
  outputs: [{ name: 'square', format: 'jpeg', width: 1080, height: 1080, crop: 'center' }],
  titleSize: 'series',
})
const look = lookOf(view)

describe('making pictures anew', () => {
  it('asks for what is chosen otherwise, and leaves the rest out', () => {
    expect(lookChange(look, { ...look })).toEqual({})
    expect(lookChange(look, { ...look, font: 'lora', theme: 'light', title: false })).toEqual({
      font: 'lora',
      theme: 'light',
      title: false,
    })
  })

  it('asks for what is made by default, where that is to be had back', () => {
    expect(lookChange(look, { ...look, outputs: undefined, titleSize: 'fit' })).toEqual({
      outputs: ['og'],
      titleSize: 'fit',
    })
  })

  it('is of some leaves where these are chosen, or of those whose titles change alone', () => {
    const some = [makeLeaf(0, 1)]
    const titles = new Map([['0001-00', 'Another']])
    expect(recomposition({}, some, new Map(), true)).toBeUndefined()
    expect(recomposition({ font: 'lora' }, undefined, new Map(), true)).toEqual({ font: 'lora', keep: true })
    expect(recomposition({ font: 'lora' }, some, titles, false)).toEqual({
      font: 'lora',
      leaves: ['0000-01'],
      titles: { '0001-00': 'Another' },
      keep: false,
    })
    expect(recomposition({}, some, titles, false)).toEqual({ titles: { '0001-00': 'Another' }, keep: false })
  })
})
