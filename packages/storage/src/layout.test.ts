import { leafOf } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { firstLeaf, someBatch } from './batches.testing.ts'
import {
  attemptKey,
  batchKey,
  canceledKey,
  openKey,
  originalKey,
  parseAttemptKey,
  parseBatchId,
  parseRecordKey,
  pausedKey,
  recordKey,
  resultKey,
  runKey,
  sheetKey,
} from './layout.ts'
import { imageKey, imageName, parseImageName, smallKey } from './picture-keys.ts'

describe('the layout', () => {
  const batch = someBatch()
  const leaf = firstLeaf(batch)

  it('has one place for everything', () => {
    const folder = `batches/${batch.id}/`
    expect(openKey(batch.id)).toBe(`open/${batch.id}`)
    expect(batchKey(batch.id)).toBe(`${folder}batch.json`)
    expect(canceledKey(batch.id)).toBe(`${folder}canceled`)
    expect(pausedKey(batch.id)).toBe(`${folder}paused`)
    expect(sheetKey(batch.id)).toBe(`${folder}sheet.jpg`)
    expect(resultKey(batch.id)).toBe(`${folder}result.json`)
    expect(recordKey(batch.id, '0003-01', 'failed')).toBe(`${folder}leaves/0003-01.failed.json`)
    expect(imageKey(batch, leaf)).toBe(
      `${folder}images/0000-00-why-fan-out-beats-sequential-generation--gpt-image-2.jpg`,
    )
  })

  it.each([
    ['image/png', 'png'],
    ['image/jpeg', 'jpg'],
    ['image/webp', 'webp'],
    ['image/gif', 'gif'],
    ['image/avif', 'avif'],
  ] as const)('keeps an original of type %s as .%s', (contentType, extension) => {
    expect(originalKey(batch.id, leaf.id, contentType)).toBe(
      `batches/${batch.id}/originals/0000-00.${extension}`,
    )
  })

  it('has places for what the workflows orchestrator notes', () => {
    expect(runKey(batch.id)).toBe(`batches/${batch.id}/run.json`)
    expect(attemptKey(batch.id, '0003-01')).toBe(`batches/${batch.id}/attempts/0003-01.json`)
    expect(parseAttemptKey(attemptKey(batch.id, '0003-01'))).toEqual({ leafId: '0003-01' })
    expect(parseAttemptKey(attemptKey(batch.id, '0003-01', 'v2-k3xq'))).toEqual({
      leafId: '0003-01',
      tag: 'v2-k3xq',
    })
    expect(parseAttemptKey(`batches/${batch.id}/attempts/notes.txt`)).toBeUndefined()
  })

  it('reads leaf and state off the key of a record, and off no other key', () => {
    expect(parseRecordKey(recordKey(batch.id, '0003-01', 'canceled'))).toEqual({
      leafId: '0003-01',
      state: 'canceled',
    })
    for (const name of [
      '0003-01.running.json',
      '0003-01.json',
      '3-1.failed.json',
      '0003-01.failed.json.tmp',
      '0003-01.failed',
      '0003-01.failed.v2.json',
      '0003-01.failed.v2-k3xq.v3-k3xq.json',
      '',
    ])
      expect(parseRecordKey(`batches/x/leaves/${name}`)).toBeUndefined()
  })

  it('names pictures and records of another version after it', () => {
    const versions = [{ tag: 'v2-k3xq', createdAt: batch.createdAt, leaves: ['0000-01'], keep: false }]
    const titles = { '0000-01': 'Another title' }
    const recomposed = { ...batch, titles, versions }
    const [other, leaf] = [leafOf(recomposed, 0, 0), leafOf(recomposed, 0, 1)]
    const name = `0000-01-another-title--${leaf.model.id}--v2-k3xq`
    expect(imageName(recomposed, leaf)).toBe(`${name}.jpg`)
    expect(smallKey(recomposed, leaf)).toBe(`batches/${batch.id}/small/${name}.jpg`)
    expect(parseImageName(`${name}.jpg`)).toEqual({
      leafId: '0000-01',
      slug: 'another-title',
      model: leaf.model.id,
      tag: 'v2-k3xq',
    })
    expect(imageName(recomposed, other)).toBe(imageName(batch, leafOf(batch, 0, 0)))
    const key = recordKey(batch.id, '0000-01', 'failed', 'v2-k3xq')
    expect(key).toBe(`batches/${batch.id}/leaves/0000-01.failed.v2-k3xq.json`)
    expect(parseRecordKey(key)).toEqual({ leafId: '0000-01', state: 'failed', tag: 'v2-k3xq' })
  })

  it('reads leaf, slug and model off the name of an image, and off no other name', () => {
    const untitled = leafOf({ ...batch, prompts: ['世界'] }, 0, 1)
    expect(parseImageName(imageName(batch, untitled))).toEqual({
      leafId: '0000-01',
      slug: 'untitled',
      model: 'nano-2.1',
    })
    expect(parseImageName('0000-00-a-b--model--with--dashes.jpg')).toEqual({
      leafId: '0000-00',
      slug: 'a-b',
      model: 'model--with--dashes',
    })
    for (const name of [
      '0000-00-a--m.gif',
      '0000-00--m.jpg',
      '../0000-00-a--m.jpg',
      '0000-00-a--../m.jpg',
      '',
    ])
      expect(parseImageName(name)).toBeUndefined()
  })

  it('takes nothing for a batch that is not named like one', () => {
    expect(parseBatchId(batch.id)).toBe(batch.id)
    expect(parseBatchId('lost+found')).toBeUndefined()
    for (const id of ['', '..', '../../etc', `${batch.id}/..`, batch.id.toUpperCase()])
      for (const key of [openKey, batchKey, canceledKey, pausedKey, sheetKey, resultKey])
        expect(() => key(id)).toThrow(RangeError)
  })
})
