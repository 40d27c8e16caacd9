import { uncovered as uncoveredBy } from '@contactsheet/compose'
import { type Batch, recomposedBatch } from '@contactsheet/contract'
import { describe, expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { textWarnings, titleWarningsAnew } from './text-warnings.ts'

const BATCH: Batch = { ...makeBatch(1), prompts: ['A fox', 'A ꙮ and ꙮ', 'Plain again', 'Ѿ, ꙮ'] }

/** Knows Latin letters alone. */
const uncovered = (text: string) => [...new Set(text.match(/[^ -~]/gu) ?? [])]

describe('warnings about texts that no font covers', () => {
  it('are none for texts that fonts cover', () => {
    expect(textWarnings(BATCH, () => [])).toEqual({ titles: [], sentences: [] })
  })

  it('name each prompt with what its title will lack', () => {
    expect(textWarnings(BATCH, uncovered)).toEqual({
      titles: [
        { prompt: 1, message: 'is drawn without ꙮ: no font here has it' },
        { prompt: 3, message: 'is drawn without Ѿ ꙮ: no font here has it' },
      ],
      sentences: [
        'Titles are drawn without what no font here has: prompts[1] "A ꙮ and ꙮ" (ꙮ), prompts[3] "Ѿ, ꙮ" (Ѿ ꙮ).',
      ],
    })
  })

  it('are about no title where there are to be none, but about the texts beside it', () => {
    const batch: Batch = { ...BATCH, title: false, kicker: 'ꙮ news', byline: 'By a fox' }
    expect(textWarnings(batch, uncovered)).toEqual({
      titles: [],
      sentences: ['The kicker is drawn without ꙮ: no font here has it.'],
    })
  })

  it('cost two looks where ten thousand titles are in a script that is covered', () => {
    const asked = vi.fn(() => [])
    const prompts = Array.from({ length: 10_000 }, (_, index) => `Лиса, номер ${index}`)
    expect(textWarnings({ ...BATCH, prompts, kicker: 'Сегодня' }, asked).titles).toEqual([])
    expect(asked.mock.calls.length).toBeLessThan(5)
  })

  it('know the fonts there are', () => {
    const prompts = ['Лиса', '雪の狐', 'A 𒀀 tablet', '🎞️', 'e\u0301']
    expect(textWarnings({ ...BATCH, prompts }, text => uncoveredBy(text, 'lora')).titles).toEqual([
      { prompt: 2, message: 'is drawn without 𒀀: no font here has it' },
    ])
  })

  it('count what is too much to name', () => {
    const prompts = Array.from({ length: 2_000 }, () => '一二三四五六七')
    const { titles, sentences } = textWarnings({ ...BATCH, prompts }, uncovered)
    expect(titles).toHaveLength(1_000)
    expect(titles[0]?.message).toBe('is drawn without 一 二 三 四 五 and 2 more: no font here has it')
    expect(sentences).toEqual([expect.stringMatching(/^Titles are drawn .*, and 1995 more\.$/)])
  })

  it('are about what is drawn where a prompt has a title, a kicker, or variables of its own', () => {
    const batch: Batch = {
      ...BATCH,
      prompts: ['ꙮ', 'A fox'],
      items: [{ title: 'An eye' }, { title: 'Ѿ', variables: { place: 'ꙮ' } }],
      kicker: 'From {{place}}',
    }
    expect(textWarnings(batch, uncovered)).toEqual({
      titles: [{ prompt: 1, message: 'is drawn without Ѿ: no font here has it' }],
      sentences: [
        'Titles are drawn without what no font here has: prompts[1] "Ѿ" (Ѿ).',
        'The kicker is drawn without ꙮ: no font here has it.',
      ],
    })
  })
})

describe('warnings about titles that are drawn anew', () => {
  const anew = (change: Partial<Parameters<typeof recomposedBatch>[1]>) =>
    recomposedBatch(BATCH, { look: {}, titles: {}, keep: false, ...change }, new Date())

  it('are about those titles alone that change', () => {
    const batch = anew({ titles: { '0000-01': 'Ѿ', '0003-00': 'A fox' } })
    expect(titleWarningsAnew(batch, uncovered)).toEqual([
      { prompt: 0, message: 'is drawn without Ѿ: no font here has it' },
    ])
  })

  it('are about all titles as they are now where the look changes', () => {
    const titles = { '0001-00': 'An eye', '0001-01': 'An eye' }
    const told = titleWarningsAnew(anew({ look: { theme: 'light' }, titles }), uncovered)
    expect(told.map(({ prompt }) => prompt)).toEqual([3])
    expect(titleWarningsAnew(anew({ look: { title: false } }), uncovered)).toEqual([])
  })
})
