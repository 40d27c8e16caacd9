import { type Batch, leafById } from '@contactsheet/contract'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { GOOGLE_MODEL, makeBatch, makeRecord, OPENAI_MODEL } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import type { LeafRunner } from '../leaf-runner.ts'
import { openQueue, type TestQueue } from './queue.testing.ts'
import { Turns } from './turns.ts'

describeOn(QUEUES, 'the turns of leaves, with BullMQ on $name', url => {
  let queue: TestQueue
  beforeEach(async () => {
    queue = await openQueue(url)
  })
  afterEach(() => queue.close())

  const of = (madeBy: string | undefined, prompts: number, rest: Partial<Batch> = {}) =>
    makeBatch(prompts, { models: [OPENAI_MODEL], ...(madeBy && { madeBy }), ...rest })

  /**
   * Starts batches one after the other, while their queues take none of their leaves; then has a worker run these one at a
   * time.
   *
   * @returns whose leaves ran, in the order in which they did, by the place of their batch among all
   */
  async function order(...batches: Batch[]): Promise<number[]> {
    // The one slot is taken until all batches have been handed out.
    const holder = makeBatch(1, { models: [OPENAI_MODEL] })
    const gate = Promise.withResolvers<void>()
    const ran: number[] = []
    const runLeaf: LeafRunner = async (batchId, leafId) => {
      const place = batches.findIndex(({ id }) => id === batchId)
      if (place === -1) await gate.promise
      else ran.push(place)
      const batch = batches[place] ?? holder
      const record = makeRecord(batch, leafById(batch, leafId))
      await queue.store.writeRecord(record)
      return record
    }
    await queue.startWorker(runLeaf, 1)
    await queue.start(holder)
    const leaves = queue.look('leaves-openai')
    let jobs = 0
    await until(async () => (await leaves.getJobCountByTypes('active')) === 1)
    for (const batch of batches) {
      await queue.start(batch)
      jobs += batch.prompts.length
      const all = jobs
      await until(async () => (await leaves.getJobCountByTypes('prioritized', 'waiting')) === all)
    }
    gate.resolve()
    for (const batch of batches) await queue.settled(batch)
    return ran
  }

  const lastOf = (ran: number[], batch: number) => ran.lastIndexOf(batch) + 1

  it.each(['page', 'ci', undefined])('let a small batch of the token %s pass a large one', async token => {
    const ran = await order(of('page', 30), of(token, 3))
    expect(lastOf(ran, 1)).toBeLessThanOrEqual(9)
  })

  it('let the batch of one token pass many of another', async () => {
    const many = Array.from({ length: 12 }, () => of('page', 3))
    const ran = await order(...many, of('ci', 3))
    expect(lastOf(ran, 12)).toBeLessThanOrEqual(10)
    // Without regard to tokens each of the first two leaves of all would have come before its last.
    expect(lastOf(ran, 11)).toBeGreaterThan(30)
  })

  it('leave what waits longest its share, however many batches come after', async () => {
    const before = of('page', 20)
    const later = Array.from({ length: 4 }, (_, number) => of(`other-${number}`, 10))
    const ran = await order(before, ...later)
    // Ten rounds of five: each had its tenth leaf by then.
    expect(ran.slice(0, 50).filter(place => place === 0)).toHaveLength(10)
  })

  it('come more often for a token with a larger share', async () => {
    const ran = await order(of('page', 12), of('ci', 12, { share: 3 }))
    const early = ran.slice(0, 12)
    expect(early.filter(place => place === 1).length).toBeGreaterThanOrEqual(8)
    expect(early.filter(place => place === 0).length).toBeGreaterThanOrEqual(2)
  })

  it('are the same again once the queue was emptied: what is open is in the store', async () => {
    const many = Array.from({ length: 3 }, () => of('page', 3))
    const one = of('ci', 3)
    for (const batch of [...many, one]) await queue.store.accept(batch)
    const name = 'leaves-openai'
    const leaves = queue.look(name)
    const turns = new Turns(queue.store, new Map([[name, leaves]]))
    const firstTwo = async ({ madeBy }: Batch) => {
      const next = await turns.of({ madeBy })
      return [next(name), next(name)]
    }
    const data = { version: 2, batchId: one.id, leafId: '0-0', number: 1, waits: 0, waitedMs: 0 } as const
    await leaves.add('leaf', data, { priority: 500 })
    expect([await firstTwo(one), await firstTwo(many[0] ?? one)]).toEqual([
      [500, 501],
      [502, 505],
    ])
    await leaves.obliterate({ force: true })
    expect([await firstTwo(one), await firstTwo(many[0] ?? one)]).toEqual([
      [1, 2],
      [3, 6],
    ])
  })

  it('are counted by queue, so that a batch of two providers has a whole share at each', async () => {
    const both = makeBatch(4, { models: [GOOGLE_MODEL, OPENAI_MODEL], madeBy: 'ci' })
    await queue.store.accept(both)
    await queue.orchestrator.start(both.id)
    const gate = Promise.withResolvers<void>()
    await queue.startWorker(queue.leafCounter(both, () => gate.promise).runLeaf, 1)
    for (const name of ['leaves-google', 'leaves-openai']) {
      const leaves = queue.look(name)
      await until(async () => (await leaves.getJobCountByTypes('prioritized', 'waiting')) === 3)
      const jobs = await leaves.getJobs(['prioritized', 'active'])
      expect(jobs.map(({ opts }) => opts.priority ?? 0).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4])
    }
    gate.resolve()
    await queue.settled(both)
  })
})

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setTimeout(resolve, 10))
}
