import { describe, expect, it } from 'vitest'
import { makeView } from '../gallery.testing.ts'
import { type Asked, columnsIn, columnsText, comparedOf, withColumn } from './compared.ts'

/** Five prompts, and two models three times each. */
const view = makeView(5, { variations: 3 })
const compared = (asked: Asked, room = 4, picked: number[] = []) => comparedOf(view, asked, room, picked)

describe('comparing a row', () => {
  it('shows the first of its columns, and goes on to the next row from the last to the first', () => {
    const row = compared({ compare: '4' })
    expect(row).toMatchObject({ title: 'Prompt 4', shown: [24, 25, 26, 27], place: '5 of 5', isMixed: false })
    expect(row.steps).toEqual([{ compare: '3' }, { compare: '0' }])
  })

  it('shows the columns that are named, in the order of the sheet', () => {
    expect(compared({ compare: '1', columns: '6,1,2' }).shown).toEqual([6, 7, 11])
  })

  it('turns to its other columns, and from the last of them to the next row', () => {
    expect(compared({ compare: '0' }).turns).toEqual([{ compare: '4', columns: '5,6' }, { columns: '5,6' }])
    expect(compared({ compare: '0', columns: '5,6' }).turns).toEqual([
      { columns: undefined },
      { compare: '1', columns: undefined },
    ])
    expect(compared({ compare: '0' }, 6)).not.toHaveProperty('turns')
  })

  it('goes by the prompts of a sample', () => {
    const sampled = makeView(9, { sample: { images: 4, prompts: [2, 7] } })
    const row = comparedOf(sampled, { compare: '7' }, 4, [])
    expect([row.shown, row.place, row.steps]).toEqual([
      [2, 3],
      '2 of 2',
      [{ compare: '2' }, { compare: '2' }],
    ])
    expect(comparedOf(sampled, { compare: '3' }, 4, []).title).toBeUndefined()
  })

  it('is nothing where there is no such prompt', () => {
    for (const compare of ['5', '99999'])
      expect(compared({ compare })).toMatchObject({ title: undefined, shown: [] })
  })
})

describe('comparing chosen images', () => {
  it('shows them in the order they were chosen in, each once', () => {
    const chosen = compared({ compare: '0003-01b,0000-00a,0003-01b' })
    expect(chosen).toMatchObject({ title: 'Chosen images', shown: [22, 0], isMixed: true })
    expect(chosen).not.toHaveProperty('steps')
  })

  it('is called by their prompt where they have one', () => {
    expect(compared({ compare: '0003-01b,0003-00a' })).toMatchObject({ title: 'Prompt 3', isMixed: false })
  })

  it('shows more than fit one after the other', () => {
    const ids = ['0000-00a', '0001-00a', '0002-00a']
    const first = compared({ compare: ids.join() }, 2)
    expect([first.shown, first.place, first.steps?.[1]]).toEqual([
      [0, 6],
      '1 to 2 of 3',
      { from: '0002-00a' },
    ])
    const second = compared({ compare: ids.join(), from: '0002-00a' }, 2)
    expect([second.shown, second.place, second.steps?.[1]]).toEqual([[12], '3 of 3', { from: '0000-00a' }])
  })

  it('leaves out what the batch has not, and is nothing without the rest', () => {
    expect(compared({ compare: '0000-00a,0009-00a,x' }).shown).toEqual([0])
    for (const compare of ['', 'x', '-1', '0000-00']) expect(compared({ compare }).title).toBeUndefined()
  })
})

describe('comparing picks', () => {
  const picked = [0, 1, 2, 3, 4, 13, 20]

  it('walks them as many at a time as fit', () => {
    const second = compared({ compare: 'picks', from: '0000-01b' }, 4, picked)
    expect([second.shown, second.place]).toEqual([[4, 13, 20], '5 to 7 of 7'])
    expect(second.steps).toEqual([{ from: '0000-00a' }, { from: '0000-00a' }])
  })

  it('walks them row by row where that is wanted', () => {
    const walk = (from: string | null) => compared({ compare: 'picks', by: 'row', from }, 4, picked)
    expect(walk(null).shown).toEqual([0, 1, 2, 3])
    expect(walk('0000-01b').shown).toEqual([4])
    expect(walk('0002-00b')).toMatchObject({ shown: [13], title: 'Prompt 2' })
  })

  it('starts with the first where that to start with is not among them', () => {
    expect(compared({ compare: 'picks', from: '0004-01c' }, 4, picked).shown).toEqual([0, 1, 2, 3])
  })

  it('is nothing without any', () => {
    expect(compared({ compare: 'picks' }).title).toBeUndefined()
  })
})

describe('the columns of a row', () => {
  it('come back from an address as they were, and need none where they are the first', () => {
    expect(columnsText([4, 1], 4)).toBe('2,5')
    expect(columnsIn('2,5', 6, 4)).toEqual([1, 4])
    expect(columnsText([0, 1, 2, 3], 4)).toBeUndefined()
    for (const text of [null, '', '0', '7', 'x', '1.5']) expect(columnsIn(text, 6, 4)).toEqual([0, 1, 2, 3])
  })

  it('take one more while there is room, and then in place of the one in hand', () => {
    expect(withColumn([0, 1], 3, 0, 4)).toEqual([0, 1, 3])
    expect(withColumn([0, 1, 2, 3], 5, 1, 4)).toEqual([0, 2, 3, 5])
    expect(withColumn([0, 1, 2, 3], 5, undefined, 4)).toEqual([0, 1, 2, 5])
  })

  it('lose one, but never the last', () => {
    expect(withColumn([0, 1], 0, undefined, 4)).toEqual([1])
    expect(withColumn([1], 1, undefined, 4)).toEqual([1])
  })
})
