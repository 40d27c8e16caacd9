import { describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { batchSchema, earlierTags, MOST_VERSIONS } from './batch.ts'
import { VERSION_TAG_PATTERN } from './ids.ts'
import { leafAt, leafById, leavesOf } from './leaf.ts'
import { leavesOfVersion, type Recomposition, recomposedBatch } from './recompose.ts'

const NOW = new Date('2026-11-26T12:00:00.000Z')
const batch = makeBatch(3)

function recompose(of = batch, change: Partial<Recomposition> = {}) {
  return recomposedBatch(of, { look: {}, titles: {}, keep: false, ...change }, NOW)
}

describe('a batch that is recomposed', () => {
  it('has one more version, of all leaves where its look changes', () => {
    const once = recompose(batch, { look: { template: 'center-box' } })
    expect(batchSchema.parse(once)).toEqual({
      ...batch,
      version: 2,
      template: 'center-box',
      versions: once.versions,
    })
    const [version] = once.versions ?? []
    expect(version).toEqual({ tag: expect.stringMatching(/^v2-/), createdAt: NOW.toISOString(), keep: false })
    expect(version?.tag).toMatch(VERSION_TAG_PATTERN)
    expect([...leavesOf(once)].map(leaf => leaf.version)).toEqual(Array(6).fill(version?.tag))
    expect([...leavesOf(batch)].map(leaf => leaf.version)).toEqual(Array(6).fill(undefined))
  })

  it('has a version of those leaves alone whose titles change', () => {
    const once = recompose(batch, { titles: { '0002-00': 'Another', '0000-01': 'One' }, keep: true })
    expect(once.versions).toMatchObject([{ leaves: ['0000-01', '0002-00'], keep: true }])
    expect(leavesOfVersion(once, once.versions?.[0] ?? never())).toBe(2)
    const leaf = leafById(once, '0002-00')
    expect([leaf.title, leaf.prompt]).toEqual(['Another', 'A fox, number 3'])
    expect(leafById(once, '0000-00')).toEqual(leafById(batch, '0000-00'))
  })

  it('has a version of the leaves that are named, and of those with a new title', () => {
    const look = { font: 'lora' }
    const titles = { '0002-00': 'Another' }
    const once = recompose(batch, { look, leaves: ['0001-01', '0000-00', '0001-01'], titles })
    expect(once).toMatchObject({
      font: 'lora',
      versions: [{ leaves: ['0000-00', '0001-01', '0002-00'] }],
    })
    expect(leafById(once, '0000-01')).toEqual(leafById(batch, '0000-01'))
  })

  it('gives each leaf the tag of the last version that it is part of', () => {
    const titled = recompose(batch, { titles: { '0000-00': 'One' } })
    const lighter = recompose(titled, { look: { theme: 'light' } })
    const last = recompose(lighter, { titles: { '0001-01': 'Two' } })
    const [second, third, fourth] = last.versions?.map(({ tag }) => tag) ?? []
    expect(leafById(last, '0000-00').version).toBe(third)
    expect(leafById(last, '0001-01').version).toBe(fourth)
    expect(earlierTags(last, leafById(last, '0000-00'))).toEqual([second, undefined])
    expect(earlierTags(last, leafById(last, '0001-01'))).toEqual([third, undefined])
    expect(earlierTags(batch, leafById(batch, '0000-00'))).toEqual([])
    expect(leavesOfVersion(last, last.versions?.[1] ?? never())).toBe(6)
  })

  it('drops what is taken back, and a title that is the prompt again', () => {
    const dressed = recompose(batch, {
      look: { theme: 'light', kicker: 'News' },
      titles: { '0000-00': 'One' },
    })
    const bare = recompose(dressed, {
      look: { theme: undefined, kicker: undefined },
      titles: { '0000-00': leafAt(batch, 0).prompt },
    })
    expect(bare).toEqual({ ...batch, version: 2, versions: bare.versions })
  })

  it('has no leaf that it had not', () => {
    expect(() => recompose(batch, { titles: { '0009-00': 'Nobody' } })).toThrow(RangeError)
  })

  it('has no more versions than its tags can number', () => {
    const versions = Array(MOST_VERSIONS).fill(recompose(batch, { look: { font: 'lora' } }).versions?.[0])
    expect(() => recompose({ ...batch, versions }, { look: { font: 'inter' } })).toThrow()
  })
})

function never(): never {
  throw new Error('The batch has no such version.')
}
