import { describe, expect, it } from 'vitest'
import type { BatchPage } from '../api/types.ts'
import { hasGap, listOf, type ReadPage } from './batch-list.ts'

/** A page of batches, each by a letter; newer ones sort first. */
function page(letters: string, readAt: number, rest: Partial<ReadPage> = {}): ReadPage {
  const batches = [...letters].map(id => ({ id, state: `as of ${readAt}` }))
  return { batches: batches as unknown as BatchPage['batches'], readAt, from: undefined, ...rest }
}

const shown = (lines: ReturnType<typeof listOf>) => lines.map(({ id, state }) => `${id} ${state}`)

describe('a list of batches whose pages were read at different times', () => {
  const pages = [page('ceg', 1, { nextCursor: 'g' }), page('ikm', 2, { from: 'g' })]

  it('is these pages one after another', () => {
    expect(listOf(pages, []).map(({ id }) => id)).toEqual([...'cegikm'])
  })

  it('has new batches first, and of each what was read last', () => {
    expect(shown(listOf(pages, [page('ace', 3, { nextCursor: 'e' })]))).toEqual([
      'a as of 3',
      'c as of 3',
      'e as of 3',
      'g as of 1',
      'i as of 2',
      'k as of 2',
      'm as of 2',
    ])
  })

  it('lacks a batch that a later look at its stretch does not have, and no other', () => {
    expect(listOf(pages, [page('cg', 3, { nextCursor: 'g' })]).map(({ id }) => id)).toEqual([...'cgikm'])
    expect(listOf(pages, [page('im', 3, { from: 'g' })]).map(({ id }) => id)).toEqual([...'cegim'])
    expect(listOf(pages, [page('c', 0, { nextCursor: 'g' })]).map(({ id }) => id)).toEqual([...'cegikm'])
  })

  it('has a gap where more batches are new than a page holds', () => {
    expect(hasGap(pages, page('ab', 3, { nextCursor: 'b' }))).toBe(true)
    expect(hasGap(pages, page('ac', 3, { nextCursor: 'c' }))).toBe(false)
    expect(hasGap(pages, page('ab', 3))).toBe(false)
  })
})
