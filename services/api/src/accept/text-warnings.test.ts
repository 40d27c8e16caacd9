import type { BatchRequest } from '@contactsheet/contract'
import { describe, expect, it, vi } from 'vitest'
import { textWarnings } from './text-warnings.ts'

const REQUEST: BatchRequest = {
  prompts: ['A fox', 'A ꙮ and ꙮ', 'Plain again', 'Ѿ, ꙮ'],
  models: ['gpt-image-2'],
  style: 'photorealistic',
  template: 'bottom-bar',
  font: 'lora',
  context: '',
  extraPrompt: '',
}

/** Knows Latin letters alone. */
const uncovered = (text: string) => [...new Set(text.match(/[^ -~]/gu) ?? [])]

describe('warnings about texts that no font covers', () => {
  it('are none for texts that fonts cover', () => {
    const asked = vi.fn((_text: string, _font: string) => [])
    expect(textWarnings(REQUEST, asked)).toEqual({ titles: [], sentences: [] })
    expect(asked.mock.calls.every(([, font]) => font === 'lora')).toBe(true)
  })

  it('name each prompt with what its title will lack', () => {
    expect(textWarnings(REQUEST, uncovered)).toEqual({
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
    const request = { ...REQUEST, title: false, kicker: 'ꙮ news', byline: 'By a fox' }
    expect(textWarnings(request, uncovered)).toEqual({
      titles: [],
      sentences: ['The kicker is drawn without ꙮ: no font here has it.'],
    })
  })

  it('cost two looks where ten thousand titles are in a script that is covered', () => {
    const asked = vi.fn(() => [])
    const prompts = Array.from({ length: 10_000 }, (_, index) => `Лиса, номер ${index}`)
    expect(textWarnings({ ...REQUEST, prompts, kicker: 'Сегодня' }, asked).titles).toEqual([])
    expect(asked.mock.calls.length).toBeLessThan(5)
  })

  it('know the fonts there are', () => {
    const prompts = ['Лиса', '雪の狐', 'A 𒀀 tablet', '🎞️', 'e\u0301']
    expect(textWarnings({ ...REQUEST, prompts }).titles).toEqual([
      { prompt: 2, message: 'is drawn without 𒀀: no font here has it' },
    ])
  })

  it('count what is too much to name', () => {
    const prompts = Array.from({ length: 2_000 }, () => '一二三四五六七')
    const { titles, sentences } = textWarnings({ ...REQUEST, prompts }, uncovered)
    expect(titles).toHaveLength(1_000)
    expect(titles[0]?.message).toBe('is drawn without 一 二 三 四 五 and 2 more: no font here has it')
    expect(sentences).toEqual([expect.stringMatching(/^Titles are drawn .*, and 1995 more\.$/)])
  })
})
