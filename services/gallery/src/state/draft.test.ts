import { beforeEach, describe, expect, it } from 'vitest'
import {
  addReference,
  applyPreset,
  changeDraft,
  changeRow,
  draft,
  draftFrom,
  dropTable,
  isEmptyDraft,
  replaceDraft,
  typedAsTable,
} from './draft.ts'

const BATCH = {
  prompts: ['A fox'],
  models: ['gpt-image-2'],
  style: 'anime',
  template: 'bottom-bar',
  font: 'lora',
  context: '',
  extraPrompt: '',
}

describe('the draft of a batch', () => {
  beforeEach(() => void replaceDraft({ ...BATCH, prompts: [] }, 'nothing'))

  it('takes from a file what that says, and keeps the rest', () => {
    changeDraft({ context: 'a book', sample: '4' })
    draftFrom({ prompts: ['A fox', 'An owl'], style: 'neon', variations: 2 }, { name: 'a.json' })
    expect(draft.get()).toMatchObject({
      text: 'A fox\nAn owl',
      style: 'neon',
      context: 'a book',
      sample: '4',
      variations: 2,
    })
  })

  it('takes the speed and the deadline of a file, and of an earlier batch as long from now', () => {
    draftFrom({ prompts: ['A fox'], speed: 'economy', economy: 'only', deadline: 24 }, { name: 'a.json' })
    expect(draft.get()).toMatchObject({ speed: 'economy', economy: 'only' })
    const leftMs = Date.parse(draft.get().deadline) - Date.now()
    expect(Math.abs(leftMs - 24 * 3_600_000)).toBeLessThan(2 * 60_000)
    draftFrom({ prompts: ['A fox'], deadline: '2026-11-27T08:05:00.000Z' }, { name: 'a.json' })
    expect(new Date(draft.get().deadline)).toEqual(new Date('2026-11-27T08:05:00.000Z'))
    replaceDraft(BATCH, 'An earlier batch')
    expect(draft.get()).toMatchObject({ deadline: '' })
    expect([draft.get().speed, draft.get().economy]).toEqual([undefined, undefined])
  })

  it('holds prompts that are more than a line as a table', () => {
    const items = [{ prompt: 'A {{size}} fox', variables: { size: 'big' } }]
    draftFrom({ prompts: items }, { name: 'a.csv', lines: [2] })
    expect(draft.get()).toMatchObject({ text: '', table: { name: 'a.csv', items, lines: [2] } })
    draftFrom({ prompts: ['A fox'] }, { name: 'b.txt' })
    expect([draft.get().text, draft.get().table]).toEqual(['A fox', undefined])
    replaceDraft({ ...BATCH, prompts: ['A fox\nin snow'] }, 'An earlier batch')
    expect(draft.get().table?.items).toEqual(['A fox\nin snow'])
  })

  it('is replaced whole by a batch that was made before, and can be had back', () => {
    changeDraft({
      text: 'An owl',
      context: 'a book',
      webhook: 'https://a.example',
      sample: '4',
      maxCost: '1',
    })
    changeDraft({ look: { kicker: 'Now' } })
    changeDraft({ reuse: 'always' })
    const before = replaceDraft({ ...BATCH, title: false }, 'An earlier batch')
    expect(draft.get()).toMatchObject({ text: 'A fox', context: '', webhook: '', sample: '', maxCost: '' })
    expect(draft.get().look).toEqual({ title: false })
    expect(draft.get()).not.toHaveProperty('reuse')
    expect(before).toMatchObject({ text: 'An owl', look: { kicker: 'Now' }, reuse: 'always' })
  })

  it('takes over a preset in all but what belongs to one batch, and can be had back', () => {
    changeDraft({ text: 'An owl', sample: '4', context: 'a book', style: 'neon', fallback: ['b'] })
    changeDraft({ look: { kicker: 'Now' }, models: ['a'], references: ['c'] })
    const before = applyPreset({ font: 'lora', title: false, maxCostUsd: 2 })
    expect(draft.get()).toMatchObject({
      text: 'An owl',
      sample: '4',
      references: ['c'],
      models: ['a'],
      context: '',
      style: 'photorealistic',
      font: 'lora',
      maxCost: '2',
    })
    expect(draft.get().look).toEqual({ title: false })
    expect(draft.get()).not.toHaveProperty('fallback')
    expect(before).toMatchObject({ context: 'a book', style: 'neon', look: { kicker: 'Now' } })
    applyPreset({ models: ['d'] })
    expect(draft.get().models).toEqual(['d'])
  })

  it('names pictures for every prompt, or for a row of the table, each once', () => {
    changeDraft({ text: 'A fox\n\nAn owl' })
    addReference('a')
    addReference('b')
    addReference('a')
    expect(draft.get().references).toEqual(['b', 'a'])
    typedAsTable()
    addReference('c', 1)
    expect(draft.get().table?.items).toEqual([{ prompt: 'A fox' }, { prompt: 'An owl', references: ['c'] }])
    changeRow(1, [])
    expect(draft.get().table?.items[1]).toEqual({ prompt: 'An owl' })
    dropTable()
    expect([draft.get().text, draft.get().table]).toEqual(['A fox\nAn owl', undefined])
  })

  it('is missed by nobody while nothing is written', () => {
    expect(isEmptyDraft(draft.get())).toBe(true)
    changeDraft({ text: ' \n', variations: 3 })
    expect(isEmptyDraft(draft.get())).toBe(true)
    changeDraft({ context: 'a book' })
    expect(isEmptyDraft(draft.get())).toBe(false)
  })
})
