import { describe, expect, it } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { additionOf, isAdded, withAddition } from './add-prompts.ts'
import { batchSchema, earlierTags } from './batch.ts'
import { isMadeAgain, leafById, leavesOf } from './leaf.ts'
import type { PromptItem } from './prompt-item.ts'
import { recomposedBatch } from './recompose.ts'
import { rerunBatch } from './rerun.ts'

const NOW = new Date('2026-11-26T12:00:00.000Z')
const batch = makeBatch(2, { estimateUsd: 0.08 })

function add(items: readonly PromptItem[], to = batch) {
  return withAddition(to, additionOf(to, items, NOW), NOW)
}

const idsOf = (of: typeof batch) => [...leavesOf(of)].map(({ id }) => id)
const reference = (letter: string) => ({
  sha256: letter.repeat(64),
  contentType: 'image/png' as const,
  bytes: 9,
  width: 3,
  height: 3,
})

describe('a batch that prompts are added to', () => {
  it('has their leaves behind those that it had, in one more version, and is estimated at their price more', () => {
    const next = add(['A hare'])
    expect(batchSchema.parse(next)).toEqual({
      ...batch,
      version: 2,
      prompts: [...batch.prompts, 'A hare'],
      estimateUsd: 0.12,
      versions: [
        {
          tag: expect.stringMatching(/^v2-/),
          createdAt: NOW.toISOString(),
          leaves: ['0002-00', '0002-01'],
          keep: false,
          anew: true,
          added: true,
        },
      ],
    })
    expect([...leavesOf(next)].slice(0, 4)).toEqual([...leavesOf(batch)])
    const added = leafById(next, '0002-01')
    expect(added).toMatchObject({ prompt: 'A hare', title: 'A hare', version: next.versions?.[0]?.tag })
    expect([isMadeAgain(added), isAdded(next, added)]).toEqual([true, true])
    expect(isAdded(next, leafById(next, '0001-01'))).toBe(false)
  })

  it('makes all of its columns and variations of them, at once, whatever its speed', () => {
    const models = [{ ...OPENAI_MODEL, speed: 'economy' as const }]
    const of = makeBatch(1, { models, variations: 3, estimateUsd: 0.06, deadline: NOW.toISOString() })
    const next = add(['A hare', 'A hen'], of)
    expect(idsOf(next).slice(3)).toEqual([
      '0001-00a',
      '0001-00b',
      '0001-00c',
      '0002-00a',
      '0002-00b',
      '0002-00c',
    ])
    expect(next.estimateUsd).toBe(0.3)
    expect(leafById(next, '0001-00a').model).toEqual(OPENAI_MODEL)
    expect(leafById(next, '0000-00a').model.speed).toBe('economy')
  })

  it('is estimated at the most that they may come to where other models may make them', () => {
    const dear = { ...OPENAI_MODEL, id: 'dear', price: { usd: 0.2, source: 'a test', date: '2026-11-01' } }
    const of = makeBatch(1, { fallback: [dear], estimateUsd: 0.04, estimateMostUsd: 0.4 })
    expect(add(['A hare'], of)).toMatchObject({ estimateUsd: 0.08, estimateMostUsd: 0.8 })
  })

  it('fills their variables in, those of its own texts too, and keeps what each has of its own', () => {
    const of = { ...batch, context: 'About {{animal}}' }
    const item = { prompt: 'A {{animal}}', title: '{{animal}}!', variables: { animal: 'hare' } }
    const next = add([item], of)
    expect(next.prompts[2]).toBe('A hare')
    expect(next.items).toEqual([{}, {}, { title: 'hare!', variables: { animal: 'hare' } }])
  })

  it('has a picture once that both name', () => {
    const [a, b] = [reference('a'), reference('b')]
    const of = { ...batch, items: [{ references: [0] }, {}], references: [a] }
    const addition = {
      ...additionOf(of, ['A hare'], NOW),
      items: [{ references: [0, 1] }],
      references: [b, a],
    }
    const next = withAddition(of, addition, NOW)
    expect(next.references).toEqual([a, b])
    expect(next.items?.[2]).toEqual({ references: [1, 0] })
  })

  it('is told of a prompt that it had already, and of no other repetition', () => {
    const of = makeBatch(0, { prompts: ['A fox', 'A fox', 'A hen'] })
    expect(add(['a  hen', 'A cow'], of).warnings).toEqual([
      'Prompt "A hen" is there 2 times (prompts[2], prompts[3]); each is made and paid for. Take out what you do not mean.',
    ])
  })

  it('can be recomposed, and a leaf of them made again, of what is there by then', () => {
    const added = add(['A hare'])
    const recomposed = recomposedBatch(added, { look: { font: 'lora' }, titles: {}, keep: false }, NOW)
    const [first, second] = recomposed.versions ?? []
    const leaf = leafById(recomposed, '0002-00')
    expect(leaf).toMatchObject({ version: second?.tag, making: first?.tag })
    expect(isMadeAgain(leaf)).toBe(false)
    expect(earlierTags(recomposed, leaf)).toEqual([first?.tag, undefined])
    const again = rerunBatch(added, '0002-00', { keep: false }, NOW)
    expect(isAdded(again, leafById(again, '0002-00'))).toBe(false)
    expect(isAdded(again, leafById(again, '0002-01'))).toBe(true)
  })
})
