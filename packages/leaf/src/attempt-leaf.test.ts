import { setImmediate as turn } from 'node:timers/promises'
import { chargeOf, KindError, leafOf, MAX_WAIT_MS, outputsOf, times } from '@contactsheet/contract'
import { openProviders } from '@contactsheet/providers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { attemptLeaf } from './attempt-leaf.ts'
import {
  allProviders,
  composedOf,
  first,
  last,
  never,
  openLeaf,
  picture,
  sure,
  type TestLeaf,
  toolsOf,
} from './leaf.testing.ts'
import type { LeafTools } from './work.ts'

let test: TestLeaf
let store: TestLeaf['store']
let batch: TestLeaf['batch']
let leaf: TestLeaf['leaf']

/** Of a call of the leaf's model that brought nothing, and told nothing. */
const charge = chargeOf(OPENAI_MODEL, false, undefined)

beforeEach(async () => {
  test = await openLeaf()
  ;({ store, batch, leaf } = test)
})

afterEach(() => test.remove())

const makeTools = (rest?: Partial<LeafTools>) => toolsOf(test, rest)

describe('a leaf', () => {
  it('keeps the original, uploads the image and writes the record', async () => {
    const { tools, generate } = makeTools()
    const record = await attemptLeaf(tools, batch, leaf, first, never, sure)
    expect(record).toMatchObject({
      state: 'succeeded',
      leafId: '0000-01',
      attempts: 1,
      costUsd: 0.04,
      simulated: false,
    })
    expect(Object.keys(record.steps)).toEqual(['reuse', 'generate', 'keep', 'compose', 'upload'])
    expect(await test.storedText(record.original?.key)).toBe('a picture')
    expect(await test.storedText(record.image?.key)).toBe('composed a picture')
    expect(await store.record(batch, leaf.id, 'succeeded')).toEqual(record)
    expect(generate).toHaveBeenCalledTimes(1)
  })

  it('has its title drawn before its provider has answered', async () => {
    const drawAhead = vi.fn()
    const { tools, generate } = makeTools({ drawAhead })
    generate.mockImplementation(async () => {
      expect(drawAhead).toHaveBeenCalledExactlyOnceWith(
        expect.objectContaining({ title: leaf.title }),
        outputsOf(batch),
      )
      return picture
    })
    expect(await attemptLeaf(tools, batch, leaf, first, never, sure)).toMatchObject({ state: 'succeeded' })
  })

  it('whose title nobody can draw has its picture without it, and says so', async () => {
    const { tools } = makeTools({
      compose: async original => ({ ...composedOf(Buffer.from(original)), hasTitle: false }),
    })
    const record = await attemptLeaf(tools, batch, leaf, first, never, sure)
    expect(record).toMatchObject({ state: 'succeeded', warnings: [expect.stringContaining('without it')] })
    expect(await store.settledRecord(batch, leaf)).toEqual(record)
  })

  it('asks for the prompt in the style of the batch, with its context, and for no lettering', async () => {
    const { tools, generate } = makeTools()
    const dressed = {
      ...batch,
      style: 'watercolor' as const,
      context: 'a blog on forests',
      extraPrompt: 'at dusk',
    }
    await attemptLeaf(tools, dressed, leaf, first, never, sure)
    const prompt = generate.mock.calls[0]?.[0].prompt
    expect(prompt).toMatch(/^A fox, number 1\n/)
    for (const part of ['watercolour', 'a blog on forests', 'at dusk', 'bottom quarter', 'No text'])
      expect(prompt).toContain(part)
  })

  it('is composed while its original is written, and uploaded once it is kept', async () => {
    const events: string[] = []
    const begun = Promise.withResolvers<void>()
    const keep = store.keepOriginal.bind(store)
    vi.spyOn(store, 'keepOriginal').mockImplementation(async (...kept) => {
      // Written only once the picture is being composed.
      await begun.promise
      const key = await keep(...kept)
      await turn()
      events.push('kept')
      return key
    })
    const put = store.putPicture.bind(store)
    vi.spyOn(store, 'putPicture').mockImplementation((...image) => {
      events.push('upload')
      return put(...image)
    })
    const compose = async (original: Uint8Array) => {
      begun.resolve()
      events.push('composed')
      return composedOf(Buffer.from(original))
    }
    await attemptLeaf(makeTools({ compose }).tools, batch, leaf, first, never, sure)
    expect(events).toEqual(['composed', 'kept', 'upload', 'upload'])
  })

  it('that has settled is returned without asking anybody', async () => {
    const { tools, generate } = makeTools()
    const record = await attemptLeaf(tools, batch, leaf, first, never, sure)
    expect(await attemptLeaf(tools, batch, leaf, first, never, sure)).toEqual(record)
    expect(generate).toHaveBeenCalledTimes(1)
  })

  it('says in its record what was sent, also where its original was kept before', async () => {
    const { tools, generate } = makeTools({
      compose: vi
        .fn()
        .mockRejectedValueOnce(new Error('a bug'))
        .mockImplementation(makeTools().tools.compose),
    })
    await expect(attemptLeaf(tools, batch, leaf, first, never, sure)).rejects.toThrow()
    const record = await attemptLeaf(tools, batch, leaf, first, never, { ...sure, isSure: () => false })
    expect(generate).toHaveBeenCalledTimes(1)
    expect(record.prompt).toBe(generate.mock.calls[0]?.[0].prompt)
    expect(record.prompt).toContain(leaf.prompt)
  })

  it('whose original is kept is finished without paying again', async () => {
    const { tools, generate } = makeTools({ compose: () => Promise.reject(new Error('killed here')) })
    await expect(attemptLeaf(tools, batch, leaf, first, never, sure)).rejects.toThrow(KindError)
    const again = makeTools()
    const record = await attemptLeaf(again.tools, batch, leaf, { ...first, number: 2 }, never, sure)
    expect(record).toMatchObject({ state: 'succeeded', attempts: 2, costUsd: 0.04 })
    expect(generate).toHaveBeenCalledTimes(1)
    expect(again.generate).not.toHaveBeenCalled()
  })

  it('costs what its answer told, also if it was killed once its original was kept', async () => {
    const usage = { textIn: 100, imageIn: 0, textOut: 0, imageOut: 1_000 }
    const tokenPrices = {
      textIn: 5,
      imageIn: 8,
      textOut: 30,
      imageOut: 30,
      source: 'a test',
      date: '2026-11-25',
    }
    const priced = { ...leaf, model: { ...leaf.model, tokenPrices } }
    const told = { providers: allProviders(async () => ({ ...picture, usage })) }
    const killed = makeTools({ ...told, compose: () => Promise.reject(new Error('killed here')) })
    await expect(attemptLeaf(killed.tools, batch, priced, first, never, sure)).rejects.toThrow(KindError)
    const { tools, generate } = makeTools()
    const record = await attemptLeaf(tools, batch, priced, { ...first, number: 2 }, never, sure)
    expect(generate).not.toHaveBeenCalled()
    const charges = [{ model: 'gpt-image-2', picture: true, calls: 1, usage, usd: 0.0305, by: 'usage' }]
    expect(record).toMatchObject({ charges, costUsd: 0.0305 })
    // Nor is it forgotten where the record is lost.
    await test.objects.put(`batches/${batch.id}/leaves/${leaf.id}.succeeded.json`, Buffer.from('{'), {
      contentType: 'application/json',
    })
    expect(await store.settledRecord(batch, priced)).toMatchObject({ charges, costUsd: 0.0305 })
  })

  it('holds on to a paid picture while the store refuses it', async () => {
    const { tools, generate } = makeTools()
    const keep = vi.spyOn(store, 'keepOriginal').mockRejectedValueOnce(new KindError('storage', 'No answer.'))
    expect(await attemptLeaf(tools, batch, leaf, first, never, sure)).toMatchObject({ state: 'succeeded' })
    expect(keep).toHaveBeenCalledTimes(2)
    expect(generate).toHaveBeenCalledTimes(1)
  })

  it('asks again for a picture that no decoder reads', async () => {
    const unreadable = () => Promise.reject(new KindError('bad_image', 'Not a picture.'))
    await expect(
      attemptLeaf(makeTools({ compose: unreadable }).tools, batch, leaf, first, never, sure),
    ).rejects.toMatchObject({
      kind: 'bad_image',
    })
    const { tools, generate } = makeTools()
    expect(await attemptLeaf(tools, batch, leaf, { ...first, number: 2 }, never, sure)).toMatchObject({
      state: 'succeeded',
    })
    expect(generate).toHaveBeenCalledTimes(1)
  })

  it('drops a picture that no decoder reads once it has been written', async () => {
    const keep = store.keepOriginal.bind(store)
    vi.spyOn(store, 'keepOriginal').mockImplementation(async (...kept) => {
      await turn()
      return keep(...kept)
    })
    const unreadable = () => Promise.reject(new KindError('bad_image', 'Not a picture.'))
    await expect(
      attemptLeaf(makeTools({ compose: unreadable }).tools, batch, leaf, first, never, sure),
    ).rejects.toMatchObject({ kind: 'bad_image', charge })
    expect(await store.original(batch, leaf)).toBeUndefined()
  })

  it('keeps a picture whose writing a stop has caught in the middle', async () => {
    const abort = new AbortController()
    const keep = store.keepOriginal.bind(store)
    vi.spyOn(store, 'keepOriginal').mockImplementation(async (...kept) => {
      abort.abort(new Error('this worker is stopping'))
      await turn()
      return keep(...kept)
    })
    await expect(attemptLeaf(makeTools().tools, batch, leaf, first, abort.signal, sure)).rejects.toThrow(
      'this worker is stopping',
    )
    expect(await store.original(batch, leaf)).toMatchObject({ bytes: Buffer.from('a picture') })
  })

  it('remembers that its picture was simulated, also when it was kept by an earlier try', async () => {
    const simulated = async () => ({ ...picture, simulated: true })
    const providers = allProviders(simulated)
    const broken = makeTools({
      compose: () => Promise.reject(new Error('x')),
      providers,
    } as Partial<LeafTools>)
    await expect(attemptLeaf(broken.tools, batch, leaf, first, never, sure)).rejects.toThrow()
    const record = await attemptLeaf(makeTools().tools, batch, leaf, { ...first, number: 2 }, never, sure)
    expect(record).toMatchObject({ simulated: true, costUsd: 0 })
  })

  it('fails for good at once when no retry can help', async () => {
    const { tools, generate } = makeTools()
    generate.mockRejectedValue(new KindError('rejected', 'The prompt was refused.', { status: 400 }))
    const record = await attemptLeaf(tools, batch, leaf, first, never, sure)
    expect(record).toMatchObject({
      state: 'failed',
      costUsd: 0,
      error: { kind: 'rejected', message: 'The prompt was refused.', status: 400 },
    })
    expect(await store.settledStates(batch.id)).toEqual(new Map([[leaf.id, 'failed']]))
  })

  it('leaves another try to the orchestrator until the last', async () => {
    const { tools, generate } = makeTools()
    generate.mockRejectedValue(new KindError('unavailable', 'Down.'))
    await expect(attemptLeaf(tools, batch, leaf, first, never, sure)).rejects.toMatchObject({
      kind: 'unavailable',
    })
    expect(await store.settledStates(batch.id)).toEqual(new Map())
    expect(await attemptLeaf(tools, batch, leaf, last, never, sure)).toMatchObject({
      state: 'failed',
      attempts: 4,
    })
  })

  it('waits for what will pass even at the last try, until it has waited long enough', async () => {
    const { tools, generate } = makeTools()
    generate.mockRejectedValue(new KindError('rate_limited', 'Slow down.'))
    await expect(attemptLeaf(tools, batch, leaf, last, never, sure)).rejects.toMatchObject({
      kind: 'rate_limited',
    })
    const record = await attemptLeaf(tools, batch, leaf, { ...last, waitedMs: MAX_WAIT_MS }, never, sure)
    expect(record).toMatchObject({ state: 'failed', error: { kind: 'rate_limited' } })
  })

  it('stops where it is when aborted, and has not settled', async () => {
    const abort = new AbortController()
    const { tools } = makeTools({
      compose: async original => {
        abort.abort(new Error('this worker is stopping'))
        return composedOf(Buffer.from(original))
      },
    })
    await expect(attemptLeaf(tools, batch, leaf, first, abort.signal, sure)).rejects.toThrow(
      'this worker is stopping',
    )
    expect(await store.settledStates(batch.id)).toEqual(new Map())
  })

  it('tells what may have been charged for nothing, beside what was spent', async () => {
    const { tools, generate } = makeTools()
    generate.mockRejectedValue(new KindError('timeout', 'No answer.', { charge }))
    expect(
      await attemptLeaf(tools, batch, leaf, { ...last, charges: [times(charge, 3)] }, never, sure),
    ).toMatchObject({
      state: 'failed',
      costUsd: 0,
      atRiskUsd: 0.16,
    })
  })

  it('knows that a call may be charged which a cancel or a stop breaks off', async () => {
    const stops = [new KindError('canceled', 'The batch was canceled.'), new Error('this worker is stopping')]
    const [canceled, stopped] = await Promise.all(
      stops.map(reason => {
        const abort = new AbortController()
        const { tools, generate } = makeTools()
        generate.mockImplementation(async () => {
          abort.abort(reason)
          throw reason
        })
        return attemptLeaf(tools, batch, leaf, first, abort.signal, sure).catch(error => error)
      }),
    )
    expect(canceled).toMatchObject({ state: 'canceled', costUsd: 0, atRiskUsd: 0.04 })
    expect(stopped).toMatchObject({ kind: 'internal', charge, cause: stops[1] })
  })

  it('knows that a picture was paid for that could not be kept, or that no decoder reads', async () => {
    const abort = new AbortController()
    vi.spyOn(store, 'keepOriginal').mockImplementationOnce(async () => {
      abort.abort(new Error('this worker is stopping'))
      throw new KindError('storage', 'Full.')
    })
    await expect(
      attemptLeaf(makeTools().tools, batch, leaf, first, abort.signal, sure),
    ).rejects.toMatchObject({
      charge,
    })
    const unreadable = () => Promise.reject(new KindError('bad_image', 'Not a picture.'))
    const { tools } = makeTools({ compose: unreadable })
    await expect(attemptLeaf(tools, batch, leaf, first, never, sure)).rejects.toMatchObject({ charge })
    const again = { ...first, number: 2, failures: { bad_image: 1 }, charges: [charge] }
    const record = await attemptLeaf(tools, batch, leaf, again, never, sure)
    expect(record).toMatchObject({ state: 'failed', costUsd: 0.04, atRiskUsd: 0.04 })
    expect(record.original).toBeUndefined()
  })

  it('names the original that the economy lane has kept, and what it cost, where its batch is canceled before it runs', async () => {
    const { tools } = makeTools()
    const economy = makeBatch(1, { models: [{ ...OPENAI_MODEL, speed: 'economy' }] })
    const leaf = leafOf(economy, 0, 0)
    const submittedAt = new Date(Date.parse(economy.createdAt) + 1_000).toISOString()
    const kept = await store.keepOriginal(economy, leaf, { ...picture, economy: submittedAt })
    const canceled = AbortSignal.abort(new KindError('canceled', 'The batch was canceled.'))
    const record = await attemptLeaf(tools, economy, leaf, first, canceled, sure)
    expect(record).toMatchObject({ state: 'canceled', original: kept, costUsd: 0.02, speed: 'economy' })
  })

  it('settles as canceled when its batch is, and is not tried again', async () => {
    const { tools, generate } = makeTools()
    const canceled = AbortSignal.abort(new KindError('canceled', 'The batch was canceled.'))
    const record = await attemptLeaf(tools, batch, leaf, first, canceled, sure)
    expect(record).toMatchObject({ state: 'canceled', costUsd: 0, error: { kind: 'canceled' } })
    expect(await store.settledStates(batch.id)).toEqual(new Map([[leaf.id, 'canceled']]))
    expect(generate).not.toHaveBeenCalled()
  })

  it('fails with what to set when its provider has no key', async () => {
    const { tools } = makeTools({ providers: openProviders({ PROVIDER_TIMEOUT_MS: 1_000 }) })
    const record = await attemptLeaf(tools, batch, leaf, first, never, sure)
    expect(record.error).toMatchObject({
      kind: 'auth',
      message: expect.stringContaining('set OPENAI_API_KEY'),
    })
  })
})
