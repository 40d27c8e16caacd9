import { describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { type EconomyJob, economyJobSchema, isUnderWay } from './economy-job.ts'

const at = '2026-11-26T12:00:00.000Z'
const intent: EconomyJob = {
  version: 1,
  batchId: makeBatch(1).id,
  number: 1,
  provider: 'openai',
  model: 'gpt-image-2',
  leaves: ['0000-00', '0001-00'],
  intendedAt: at,
}
const taken = { ...intent, id: 'batch_abc', submittedAt: at, expectedBy: '2026-11-27T12:00:00.000Z' }
const looked = { ...taken, counts: { done: 1, failed: 0 } }
const ended = { ...looked, ended: { at, how: 'completed' as const } }
const error = { kind: 'rejected' as const, message: 'No.' }
const charge = { model: 'gpt-image-2', picture: false, calls: 1, usd: 0.02, by: 'list', speed: 'economy' }
const collected = { ...ended, collected: { at, missed: { '0001-00': { error, charge } } } }

describe('the document of a job', () => {
  it.each([
    ['the intent', intent, true],
    ['a job that was taken', taken, true],
    ['a job that was looked at', looked, true],
    ['a job that is to end for the deadline', { ...looked, cancel: 'deadline' }, true],
    ['a job that has ended', ended, true],
    ['a job whose pictures are kept', collected, false],
    [
      'a job that was refused',
      { ...intent, ended: { at, how: 'refused', error }, collected: { at, missed: {} } },
      false,
    ],
  ])('tells of %s whether it is under way', (_, document, underWay) => {
    const job = economyJobSchema.parse(document)
    expect(job).toEqual(document)
    expect(isUnderWay(job)).toBe(underWay)
  })

  it.each([
    ['no leaves', { ...intent, leaves: [] }],
    ['a leaf that is none', { ...intent, leaves: ['fox'] }],
    ['the number 0', { ...intent, number: 0 }],
    ['an ending that nobody knows', { ...ended, ended: { at, how: 'vanished' } }],
    ['a field that nobody knows', { ...intent, colour: 'red' }],
    ['another version', { ...intent, version: 99 }],
  ])('has not %s', (_, document) => {
    expect(economyJobSchema.safeParse(document).success).toBe(false)
  })
})
