import { describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { buildRecord } from './build-record.ts'
import { chargeOf, times } from './charge.ts'
import { type Leaf, leafById, leafOf } from './leaf.ts'
import { recordSchema } from './record.ts'
import { chargesOf } from './record-charges.ts'
import { rerunBatch } from './rerun.ts'

const NOW = Date.parse('2026-11-25T12:00:10.000Z')
const batch = makeBatch(1, { createdAt: '2026-11-25T12:00:00.000Z' })
/** Of a model whose price is known, and of one whose is not. */
const [priced, unpriced] = [leafOf(batch, 0, 1), leafOf(batch, 0, 0)]
const attempt = { number: 2, startedAt: NOW - 4_000 }
const lostCall = ({ model }: Leaf) => chargeOf(model, false, undefined)

describe('the record of a leaf', () => {
  it('tells its attempts, and how long it waited and ran', () => {
    const record = buildRecord(batch, priced, { attempt, picture: { simulated: false } }, NOW)
    expect(recordSchema.parse(record)).toMatchObject({
      state: 'succeeded',
      leafId: '0000-01',
      attempts: 2,
      startedAt: '2026-11-25T12:00:06.000Z',
      settledAt: '2026-11-25T12:00:10.000Z',
      queuedMs: 6_000,
      durationMs: 4_000,
    })
  })

  it('tells when the tries before the last ran, since the first began', () => {
    const retries = [{ kind: 'rate_limited' as const, startedAt: NOW - 4_000, endedAt: NOW - 3_900 }]
    const record = buildRecord(batch, priced, { attempt: { ...attempt, retries } }, NOW)
    expect(recordSchema.parse(record).retries).toEqual([{ kind: 'rate_limited', startedMs: 0, endedMs: 100 }])
    expect(buildRecord(batch, priced, { attempt }, NOW)).not.toHaveProperty('retries')
  })

  it('waits from when its batch was opened again, where it was', () => {
    const reopened = { at: '2026-11-25T12:00:05.000Z', wallClockMs: 3_000 }
    const record = buildRecord(
      { ...batch, reopened },
      priced,
      { attempt, picture: { simulated: false } },
      NOW,
    )
    expect(record.queuedMs).toBe(1_000)
  })

  it('costs what its model does once a provider made a picture, whatever came of it', () => {
    const error = { kind: 'storage', message: 'The store is full.' } as const
    expect(buildRecord(batch, priced, { picture: { simulated: false } })).toMatchObject({ costUsd: 0.04 })
    expect(buildRecord(batch, priced, { picture: { simulated: false }, error })).toMatchObject({
      state: 'failed',
      costUsd: 0.04,
    })
    expect(buildRecord(batch, unpriced, { picture: { simulated: false } }).costUsd).toBeNull()
    expect(buildRecord(batch, priced, { picture: { simulated: true } })).toMatchObject({
      costUsd: 0,
      simulated: true,
    })
    expect(buildRecord(batch, priced, { error }).costUsd).toBe(0)
  })

  it('tells apart what may have been charged for nothing', () => {
    const picture = { simulated: false }
    const charged = { ...attempt, charges: [times(lostCall(priced), 2)] }
    const record = recordSchema.parse(buildRecord(batch, priced, { attempt: charged, picture }))
    expect(record).toMatchObject({ costUsd: 0.04, atRiskUsd: 0.08 })
    const unknown = { ...attempt, charges: [lostCall(unpriced)] }
    expect(recordSchema.parse(buildRecord(batch, unpriced, { attempt: unknown })).atRiskUsd).toBeNull()
    expect(buildRecord(batch, priced, { attempt, picture })).not.toHaveProperty('atRiskUsd')
    const simulated = buildRecord(batch, priced, { attempt: charged, picture: { simulated: true } })
    expect(simulated).not.toHaveProperty('atRiskUsd')
    expect(simulated).not.toHaveProperty('charges')
  })

  it('is worked out by the tokens that the answer told, and shows each charge', () => {
    const tokenPrices = {
      textIn: 5,
      imageIn: 8,
      textOut: 30,
      imageOut: 30,
      source: 'a test',
      date: '2026-11-25',
    }
    const usage = { textIn: 100, imageIn: 0, textOut: 0, imageOut: 1_000 }
    const leaf = { ...priced, model: { ...priced.model, tokenPrices } }
    const failed = { ...attempt, charges: [lostCall(priced)] }
    const record = buildRecord(batch, leaf, { attempt: failed, picture: { simulated: false, usage } })
    expect(recordSchema.parse(record)).toMatchObject({
      costUsd: 0.0305,
      atRiskUsd: 0.04,
      charges: [
        { model: 'gpt-image-2', picture: false, calls: 1, usd: 0.04, by: 'list' },
        { model: 'gpt-image-2', picture: true, calls: 1, usage, usd: 0.0305, by: 'usage' },
      ],
    })
  })

  it('made by the economy lane begins when that was asked, and costs half', () => {
    const leaf = { ...priced, model: { ...priced.model, speed: 'economy' as const } }
    const economy = '2026-11-25T12:00:02.000Z'
    const picture = { simulated: false, economy }
    const record = recordSchema.parse(buildRecord(batch, leaf, { attempt, picture }, NOW))
    expect(record).toMatchObject({
      speed: 'economy',
      startedAt: economy,
      queuedMs: 2_000,
      durationMs: 8_000,
      costUsd: 0.02,
      charges: [{ model: 'gpt-image-2', picture: true, calls: 1, usd: 0.02, by: 'list', speed: 'economy' }],
    })
    const early = { simulated: false, economy: '2026-11-25T11:59:59.000Z' }
    expect(buildRecord(batch, leaf, { picture: early }, NOW)).toMatchObject({
      queuedMs: 0,
      durationMs: 10_000,
    })
    const simulated = buildRecord(batch, leaf, { picture: { simulated: true, economy } })
    expect(simulated).toMatchObject({ speed: 'economy', costUsd: 0 })
  })

  it('made at once in an economy batch costs what it does at once', () => {
    const leaf = { ...priced, model: { ...priced.model, speed: 'economy' as const } }
    const lost = chargeOf(leaf.model, false, undefined)
    const failed = { ...attempt, charges: [lost] }
    const record = recordSchema.parse(
      buildRecord(batch, leaf, { attempt: failed, picture: { simulated: false } }),
    )
    expect(record).not.toHaveProperty('speed')
    expect(record).toMatchObject({ startedAt: '2026-11-25T12:00:06.000Z', costUsd: 0.04, atRiskUsd: 0.02 })
    expect(record.charges?.map(({ speed }) => speed)).toEqual(['economy', undefined])
  })

  it('counts calls that an earlier release kept the number of', () => {
    const charged = { ...attempt, charged: 2, charges: [lostCall(priced)] }
    expect(buildRecord(batch, priced, { attempt: charged })).toMatchObject({ costUsd: 0, atRiskUsd: 0.12 })
  })

  it('of a leaf that never ran has no attempts and took no time', () => {
    const error = { kind: 'canceled', message: 'The batch was canceled before this leaf ran.' } as const
    expect(buildRecord(batch, priced, { error }, NOW)).toMatchObject({
      state: 'canceled',
      attempts: 0,
      durationMs: 0,
      queuedMs: 10_000,
      steps: {},
      error,
    })
  })
})

describe('the record of a leaf whose pictures are made anew', () => {
  const picture = (name: string) => ({ key: name, bytes: 3, width: 1200, height: 630 })
  const versions = [{ tag: 'v2-k3xq', createdAt: batch.createdAt, keep: false }]
  const recomposed = { ...batch, titles: { '0000-01': 'Another title' }, versions }
  const leaf = leafOf(recomposed, 0, 1)
  const original = { key: 'original', contentType: 'image/png', bytes: 9 }
  const previous = buildRecord(
    batch,
    priced,
    {
      attempt,
      steps: { generate: 3_000, keep: 20, compose: 30, upload: 10 },
      picture: { simulated: false },
      original,
      image: picture('old'),
      small: picture('old small'),
      warnings: ['No font here.'],
    },
    NOW,
  )
  const later = NOW + 60_000
  const ending = {
    steps: { reuse: 5, compose: 33, upload: 11 },
    image: picture('new'),
    small: picture('new small'),
  }

  it('keeps what its making came to, and names the new pictures', () => {
    const record = buildRecord(recomposed, leaf, { ...ending, previous }, later)
    const { warnings: _, ...rest } = previous
    expect(recordSchema.parse(record)).toEqual({
      ...rest,
      title: 'Another title',
      steps: { ...previous.steps, compose: 33, upload: 11 },
      image: picture('new'),
      small: picture('new small'),
      tag: 'v2-k3xq',
      composedAt: new Date(later).toISOString(),
    })
  })

  it('keeps the image before where the version says so', () => {
    const kept = { ...recomposed, versions: versions.map(version => ({ ...version, keep: true })) }
    const record = buildRecord(kept, leaf, { ...ending, previous })
    expect(record.earlier).toEqual([picture('old')])
    const again = buildRecord(recomposed, leaf, { ...ending, previous: record })
    expect(again.earlier).toEqual([picture('old')])
  })

  it('tells why that failed, at the cost it had, and where its picture from before is', () => {
    const error = { kind: 'bad_image', message: 'It cannot be read.' } as const
    const record = buildRecord(recomposed, leaf, { steps: {}, error, previous }, later)
    expect(recordSchema.parse(record)).toMatchObject({
      state: 'failed',
      error,
      costUsd: 0.04,
      attempts: 2,
      original,
      earlier: [picture('old')],
    })
    expect(record).not.toHaveProperty('image')
    expect(record).not.toHaveProperty('small')
  })

  it('is the one before where it was not reached, or had no picture', () => {
    const canceled = { kind: 'canceled', message: 'The batch was canceled.' } as const
    expect(buildRecord(recomposed, leaf, { error: canceled, previous })).toEqual({
      ...previous,
      tag: 'v2-k3xq',
    })
    const { image: _, small: __, original: ___, ...deleted } = previous
    const lost = { kind: 'internal', message: 'It was lost.' } as const
    expect(buildRecord(recomposed, leaf, { error: lost, previous: deleted })).toEqual({
      ...deleted,
      tag: 'v2-k3xq',
    })
    expect(buildRecord(recomposed, leaf, { warnings: ['It is gone.'], previous })).toEqual({
      ...previous,
      warnings: ['No font here.', 'It is gone.'],
      tag: 'v2-k3xq',
    })
  })
})

describe('the record of a leaf that took the original of another', () => {
  const reused = { batchId: makeBatch(1).id, leafId: '0000-00' }
  const picture = { simulated: false, reused }

  it('names that leaf, and costs nothing, whether or not a price is known', () => {
    for (const leaf of [priced, unpriced]) {
      const record = buildRecord(batch, leaf, { attempt, picture })
      expect(recordSchema.parse(record)).toMatchObject({ state: 'succeeded', costUsd: 0, reused })
      expect(record).not.toHaveProperty('charges')
    }
  })

  it('tells what calls before may have cost', () => {
    const charged = { ...attempt, charges: [lostCall(priced)] }
    const record = buildRecord(batch, priced, { attempt: charged, picture })
    expect(record).toMatchObject({ costUsd: 0, atRiskUsd: 0.04, charges: [lostCall(priced)] })
  })
})

describe('the record of a leaf that was made again', () => {
  const asked = new Date(NOW - 6_000)
  const next = rerunBatch(batch, priced.id, { prompt: 'A hare', keep: false }, asked)
  const leaf = leafById(next, priced.id)
  const picture = { simulated: false }
  const image = (name: string) => ({ key: `images/${name}.jpg`, bytes: 1, width: 1200, height: 630 })
  const original = { key: 'originals/new.png', contentType: 'image/png', bytes: 1 }
  const charged = { ...attempt, charges: [lostCall(priced)] }
  const before = { attempt: charged, picture, image: image('before') }
  const previous = buildRecord(batch, priced, before, NOW - 86_400_000)
  const canceled = { kind: 'canceled', message: 'The batch was canceled.' } as const

  it('is of that making, counted from when it was asked for, and costs what all makings did', () => {
    const record = buildRecord(next, leaf, { attempt, picture, original, image: image('new'), previous }, NOW)
    expect(recordSchema.parse(record)).toMatchObject({
      state: 'succeeded',
      title: 'A hare',
      tag: leaf.version,
      attempts: 2,
      startedAt: '2026-11-25T12:00:06.000Z',
      settledAt: '2026-11-25T12:00:10.000Z',
      queuedMs: 2_000,
      durationMs: 4_000,
      costUsd: 0.08,
      atRiskUsd: 0.04,
      image: image('new'),
    })
    expect(record).not.toHaveProperty('earlier')
  })

  it('counts on from the sums of an earlier release, which kept no charges', () => {
    const { charges: _, ...old } = previous
    expect(chargesOf(old)).toEqual(
      [
        { picture: true, usd: 0.04 },
        { picture: false, usd: 0.04 },
      ].map(sum => ({ ...sum, model: 'gpt-image-2', calls: 1, by: 'list' })),
    )
    const record = buildRecord(next, leaf, { attempt, picture, previous: old }, NOW)
    expect(recordSchema.parse(record)).toMatchObject({ costUsd: 0.08, atRiskUsd: 0.04 })
  })

  it('costs what is known of it where a price is not', () => {
    const unknown = { ...leaf, model: unpriced.model }
    expect(buildRecord(next, unknown, { attempt, picture, previous }, NOW).costUsd).toBe(0.04)
    const never = { ...previous, charges: [chargeOf(unpriced.model, true, undefined)], costUsd: null }
    expect(buildRecord(next, unknown, { attempt, picture, previous: never }, NOW).costUsd).toBeNull()
  })

  it('names the image before where it is to stay, or there is no new one', () => {
    const kept = rerunBatch(batch, priced.id, { keep: true }, asked)
    const error = { kind: 'rejected', message: 'The provider refused it.' } as const
    for (const record of [
      buildRecord(kept, leafById(kept, priced.id), { picture, image: image('new'), previous }),
      buildRecord(next, leaf, { attempt, previous, error }),
    ])
      expect(record.earlier).toEqual([image('before')])
    expect(buildRecord(next, leaf, { attempt, previous, error })).toMatchObject({
      state: 'failed',
      costUsd: 0.04,
    })
  })

  it('that was canceled before a picture was kept is the one before, with what the call may have cost', () => {
    expect(buildRecord(next, leaf, { attempt: charged, previous, error: canceled })).toEqual({
      ...previous,
      charges: [times(lostCall(priced), 2), chargeOf(priced.model, true, undefined)],
      atRiskUsd: 0.08,
      tag: leaf.version,
    })
    expect(buildRecord(next, leaf, { attempt, picture, previous, error: canceled }).costUsd).toBe(0.08)
  })

  it('that was canceled with its picture kept is canceled, for that picture to be finished', () => {
    expect(buildRecord(next, leaf, { attempt, picture, original, previous, error: canceled })).toMatchObject({
      state: 'canceled',
      original,
      earlier: [image('before')],
      costUsd: 0.08,
    })
  })
})
