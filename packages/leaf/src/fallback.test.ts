import {
  type Batch,
  chargeOf,
  firstAttempt,
  KindError,
  type Leaf,
  leafAt,
  nextAttempt,
} from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GOOGLE_MODEL, makeBatch, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { attemptLeaf } from './attempt-leaf.ts'
import { first, last, never, openLeaf, picture, sure, type TestLeaf, toolsOf } from './leaf.testing.ts'

let test: TestLeaf
let batch: Batch
let leaf: Leaf

beforeEach(async () => {
  test = await openLeaf()
  batch = makeBatch(1, { version: 2, models: [GOOGLE_MODEL], fallback: [OPENAI_MODEL] })
  leaf = leafAt(batch, 0)
})

afterEach(() => test.remove())

const refusal = new KindError('rejected', 'The prompt is refused.')

/** The attempt that follows a refusal by the leaf's own model. */
const second = nextAttempt(first, refusal, { next: 'fallback', model: OPENAI_MODEL, ms: 0 })

/** Tools whose providers fail as told, each time one of them is asked, and then make the picture. */
function toolsThat(...failures: KindError[]) {
  const { tools, generate } = toolsOf(test)
  generate.mockImplementation(async () => {
    const failure = failures.shift()
    if (failure !== undefined) throw failure
    return picture
  })
  const asked = () => generate.mock.calls.map(([{ model }]) => model.id)
  return { tools, asked }
}

describe('a leaf whose own model refuses it', () => {
  it('is left to the next model, with no record yet', async () => {
    const { tools, asked } = toolsThat(refusal)
    const failed = attemptLeaf(tools, batch, leaf, first, never, sure)
    await expect(failed).rejects.toMatchObject({ kind: 'rejected', fallback: { id: 'gpt-image-2' } })
    expect(asked()).toEqual(['gemini-3-pro-image'])
    expect(await test.store.settledRecord(batch, leaf)).toBeUndefined()
  })

  it('has a record of what made it, at its price, and of why the first did not', async () => {
    const { tools, asked } = toolsThat()
    const record = await attemptLeaf(tools, batch, leaf, second, never, sure)
    expect(asked()).toEqual(['gpt-image-2'])
    expect(record).toMatchObject({
      state: 'succeeded',
      model: 'gpt-image-2',
      provider: 'openai',
      attempts: 1,
      costUsd: 0.04,
      fallbackFrom: [
        { model: 'gemini-3-pro-image', error: { kind: 'rejected', message: 'The prompt is refused.' } },
      ],
    })
    expect(record.image?.key).toContain('--gemini-3-pro-image.jpg')
  })

  it('fails with the reason of the last model, and names the others', async () => {
    const { tools } = toolsThat(new KindError('quota', 'No credit is left.'))
    expect(await attemptLeaf(tools, batch, leaf, second, never, sure)).toMatchObject({
      state: 'failed',
      model: 'gpt-image-2',
      costUsd: 0,
      error: { kind: 'quota' },
      fallbackFrom: [{ model: 'gemini-3-pro-image', error: { kind: 'rejected' } }],
    })
  })

  it('settles if the call may have been charged', async () => {
    const { tools } = toolsThat(
      new KindError('rejected', 'Refused once it was made.', {
        charge: chargeOf(GOOGLE_MODEL, false, undefined),
      }),
    )
    const record = await attemptLeaf(tools, batch, leaf, last, never, sure)
    expect(record).toMatchObject({
      state: 'failed',
      model: 'gemini-3-pro-image',
      error: { kind: 'rejected' },
    })
    expect(record).not.toHaveProperty('fallbackFrom')
  })

  it('is not made again once it was, by whom is known from its original though all attempts are forgotten', async () => {
    const composing = toolsOf(test, { compose: () => Promise.reject(new Error('killed')) })
    await expect(attemptLeaf(composing.tools, batch, leaf, second, never, sure)).rejects.toThrow()
    const { tools, asked } = toolsThat()
    const record = await attemptLeaf(tools, batch, leaf, firstAttempt(), never, sure)
    expect(asked()).toEqual([])
    expect(record).toMatchObject({
      state: 'succeeded',
      model: 'gpt-image-2',
      costUsd: 0.04,
      fallbackFrom: [{ model: 'gemini-3-pro-image' }],
    })
    expect(await test.store.rebuiltRecord(batch, leaf.id, 'succeeded')).toMatchObject({
      model: 'gpt-image-2',
      costUsd: 0.04,
    })
  })
})
