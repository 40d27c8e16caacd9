import { describe, expect, it } from 'vitest'
import { GOOGLE_MODEL, makeBatch, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { batchSchema, earlierTags } from './batch.ts'
import { atVersion, isMadeAgain, leafById, leavesOf, modelsOf, originalTags } from './leaf.ts'
import { recomposedBatch } from './recompose.ts'
import { type Rerun, rerunBatch } from './rerun.ts'

const NOW = new Date('2026-11-26T12:00:00.000Z')
const batch = makeBatch(2, { estimateUsd: 0.08 })
const ID = '0000-01'

function rerun(of = batch, change: Partial<Rerun> = {}, leafId = ID) {
  return rerunBatch(of, leafId, { keep: false, ...change }, NOW)
}

const tagsOf = ({ versions = [] }: typeof batch) => versions.map(({ tag }) => tag)

describe('a batch of which a leaf is made again', () => {
  it('has one more version, of that leaf alone, and is estimated at its price more', () => {
    const next = rerun()
    expect(batchSchema.parse(next)).toEqual({
      ...batch,
      version: 2,
      estimateUsd: 0.12,
      versions: [
        {
          tag: expect.stringMatching(/^v2-/),
          createdAt: NOW.toISOString(),
          leaves: [ID],
          keep: false,
          anew: true,
        },
      ],
    })
    const [tag] = tagsOf(next)
    expect(leafById(next, ID)).toEqual({ ...leafById(batch, ID), version: tag, making: tag })
    expect([...leavesOf(next)].filter(isMadeAgain).map(({ id }) => id)).toEqual([ID])
  })

  it('makes it at once, whatever the speed of the batch, and is estimated at that', () => {
    const models = [GOOGLE_MODEL, { ...OPENAI_MODEL, speed: 'economy' as const }]
    const dear = { ...OPENAI_MODEL, id: 'dear', price: { usd: 0.2, source: 'a test', date: '2026-11-01' } }
    const fallback = [{ ...dear, speed: 'economy' as const }]
    const next = rerun(makeBatch(2, { models, fallback, estimateUsd: 0.04, estimateMostUsd: 0.2 }))
    expect(leafById(next, ID).model).toEqual(OPENAI_MODEL)
    expect(next).toMatchObject({ estimateUsd: 0.08, estimateMostUsd: 0.4 })
  })

  it('asks for another prompt, which is drawn unless a title says otherwise', () => {
    const next = rerun(batch, { prompt: 'A hare' })
    expect(next.changes).toEqual({ [ID]: { prompt: 'A hare' } })
    expect(leafById(next, ID)).toMatchObject({ prompt: 'A hare', title: 'A hare' })
    expect(leafById(rerun(next, { title: 'Hares' }), ID)).toMatchObject({ prompt: 'A hare', title: 'Hares' })
    expect(leafById(next, '0000-00')).toEqual(leafById(batch, '0000-00'))
    const titled = { ...batch, items: [{ title: 'Foxes' }, {}] }
    expect(leafById(rerun(titled, { prompt: 'A hare' }), ID).title).toBe('Foxes')
  })

  it('asks another model, and keeps what was changed before', () => {
    const model = { ...OPENAI_MODEL, id: 'gpt-image-9' }
    const next = rerun(rerun(batch, { prompt: 'A hare' }), { model })
    expect(leafById(next, ID)).toMatchObject({ prompt: 'A hare', model: { id: 'gpt-image-9' } })
    expect(modelsOf(next).map(({ id }) => id)).toEqual([GOOGLE_MODEL.id, OPENAI_MODEL.id, 'gpt-image-9'])
  })

  it('says what is to be known of that model: that its price is unknown, too', () => {
    const warnings = ['Model old was shut down on 2026-01-01; running on gemini-3-pro-image instead.']
    const next = rerun(rerun(batch, { model: GOOGLE_MODEL, warnings }), { model: GOOGLE_MODEL })
    expect(next.estimateUsd).toBe(0.08)
    expect(next.warnings).toEqual([
      ...warnings,
      'No price is known for gemini-3-pro-image: the estimate does not include it.',
    ])
  })

  it('has no leaf that it had not', () => {
    expect(() => rerun(batch, {}, '0009-00')).toThrow(RangeError)
  })

  it('tells which original is of which version', () => {
    const recompose = (of: typeof batch) =>
      recomposedBatch(of, { look: { font: 'lora' }, titles: {}, keep: false }, NOW)
    const last = recompose(rerun(recompose(rerun())))
    const [second, third, fourth, fifth] = tagsOf(last)
    const leaf = leafById(last, ID)
    expect(leaf).toMatchObject({ version: fifth, making: fourth })
    expect(originalTags(last, leaf)).toEqual([fourth, second, undefined])
    expect(originalTags(last, leafById(last, '0000-00'))).toEqual([undefined])
    const earlier = earlierTags(last, leaf).map(tag => atVersion(last, leaf, tag))
    expect(earlier.map(({ version, making }) => [version, making])).toEqual([
      [fourth, fourth],
      [third, second],
      [second, second],
      [undefined, undefined],
    ])
    expect(earlier.map(each => originalTags(last, each))).toEqual([
      [fourth],
      [second, undefined],
      [second],
      [undefined],
    ])
  })
})
