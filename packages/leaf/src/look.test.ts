import { BrandLoader } from '@contactsheet/brand'
import { type Batch, leafAt, TEMPLATES } from '@contactsheet/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { openLeaf, type TestLeaf } from './leaf.testing.ts'
import { lookOf } from './look.ts'

let test: TestLeaf
beforeAll(async () => {
  test = await openLeaf()
})
afterAll(() => test.remove())

function lookAt(batch: Batch, position: number) {
  return lookOf(batch, leafAt(batch, position), new BrandLoader(test.store.brand))
}

describe('lookOf', () => {
  it('is that of the batch, with the title of the leaf', async () => {
    const batch = makeBatch(2, { template: 'left-panel', font: 'lora', theme: 'light', kicker: 'News' })
    expect(await lookAt(batch, 0)).toMatchObject({
      template: TEMPLATES['left-panel'],
      font: 'lora',
      theme: 'light',
      kicker: 'News',
      title: batch.prompts[0],
      series: undefined,
    })
  })

  it('has no title where a batch is to have none', async () => {
    expect((await lookAt(makeBatch(1, { title: false }), 0)).title).toBeUndefined()
  })

  it('has, for one size of all, every title that is drawn, in the same list for all leaves', async () => {
    const prompts = ['one', 'two', 'one']
    const batch = makeBatch(3, { prompts, titleSize: 'series' })
    const [first, second] = await Promise.all([lookAt(batch, 0), lookAt(batch, 1)])
    expect(first.series).toEqual(['one', 'two'])
    expect(second.series).toBe(first.series)
    const told = makeBatch(3, { prompts, titleSize: 'series', titles: { '0001-00': 'a title of its own' } })
    expect((await lookAt(told, 0)).series).toContain('a title of its own')
  })
})
