import { Readable } from 'node:stream'
import { leavesOf, resultOf } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { recordOf, someBatch } from '../batches.testing.ts'
import { ResultDraft } from './draft.ts'
import { ResultText } from './text.ts'

/** Titles with all that could be taken for the end of a record, or of the records. */
const batch = someBatch({ prompts: ['},{"', ']}', '\\"', '\\\\', '"records":[', ',"records":[', 'Ünï 世界'] })
const result = resultOf(
  batch,
  [...leavesOf(batch)].map(leaf => recordOf(batch, leaf, 'succeeded')),
)

async function read(text: Buffer, pieceBytes: number) {
  const pieces = Array.from({ length: Math.ceil(text.length / pieceBytes) }, (_, index) =>
    text.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  )
  const opened = await ResultText.open('result.json', Readable.from(pieces))
  return { outcome: opened.outcome, slots: (await Array.fromAsync(opened.records())).flat() }
}

describe('the text of a result', () => {
  const draft = new ResultDraft(batch)
  draft.add(result.records)

  it.each([
    ['of today', Buffer.concat([...draft.finish().pieces()])],
    ['of an earlier release, in one line', Buffer.from(JSON.stringify(result))],
  ])('%s is read the same, whatever pieces it comes in', async (_name, text) => {
    const { records, ...outcome } = result
    for (const pieceBytes of [1, 2, 3, 7, 100, 1_000, text.length]) {
      const found = await read(text, pieceBytes)
      expect(found.outcome).toEqual(outcome)
      expect(found.slots.map(({ record }) => record)).toEqual(records)
      for (const { record, start, length } of found.slots)
        expect(JSON.parse(text.subarray(start, start + length).toString())).toEqual(record)
    }
  })
})

describe('the draft of a result', () => {
  it('takes records in the order of their leaves alone', () => {
    const draft = new ResultDraft(batch)
    draft.add(result.records.slice(0, 1))
    expect(() => draft.add(result.records.slice(2, 3))).toThrow(/0001-00 came instead of 0000-01/)
  })

  it('is no result until every leaf has a record', () => {
    const draft = new ResultDraft(batch)
    draft.add(result.records.slice(0, 3))
    expect(() => draft.finish()).toThrow(/3 records for 14 leaves/)
  })
})
