import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agree, decided } from './agreement.ts'
import type { ObjectStore } from './object-store.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const FOLDER = 'idempotency/a/'

/**
 * A store in memory where every call takes its own time before it takes effect and again before it is answered.
 *
 * @param crashes share of the writes at which the proposer dies
 * @param late share of the writes that no listing shows until a while after they were answered
 */
function slowStore(random: () => number, crashes: number, late: number): ObjectStore {
  const keys = new Set<string>()
  const wait = () => sleep(random() * 6)
  const unused = () => Promise.reject(new Error('not used by an agreement'))
  return {
    kind: 's3',
    ready: unused,
    check: unused,
    putPieces: unused,
    get: unused,
    stream: unused,
    stat: unused,
    delete: unused,
    url: unused,
    publicUrl: () => undefined,
    async *folders() {},
    async put(key) {
      await wait()
      // A proposer that dies on either side of a write.
      if (random() < crashes / 2) throw new Error('crashed before')
      if (random() < late) setTimeout(() => keys.add(key), random() * 60)
      else keys.add(key)
      await wait()
      if (random() < crashes / 2) throw new Error('crashed after')
    },
    async *list(prefix) {
      await wait()
      const found = [...keys].filter(key => key.startsWith(prefix)).sort()
      await wait()
      yield* found
    },
  }
}

/** Mulberry32, so that a failure can be run again. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

describe('an agreement', () => {
  it.each([
    [0, 0],
    [0.05, 0],
    [0.3, 0],
    [0, 0.3],
    [0.1, 0.1],
  ])(
    'is on one value, whoever proposes when, with crashes in %f of the writes and %f of them listed late',
    async (crashes, late) => {
      const runs = Array.from({ length: 60 }, async (_, run) => {
        const store = slowStore(seeded(run + 1000 * crashes), crashes, late)
        const propose = async (number: number) => {
          await sleep((number * run) % 17)
          return agree(store, FOLDER, `value-${number}`).catch(() => undefined)
        }
        const proposals = await Promise.all([1, 2, 3, 4].map(propose))
        // Somebody who comes later, once or more if they crash too.
        for (let later = 5; later < 9; later++) proposals.push(await propose(later))
        return new Set(proposals.filter(value => value !== undefined))
      })
      const outcomes = await Promise.all(runs)
      expect(outcomes.filter(values => values.size > 1)).toEqual([])
      expect(outcomes.filter(values => values.size === 1).length).toBeGreaterThan(50)
    },
  )
})

describe.each(STORE_KINDS)('an agreement in a store on $kind', ({ open }) => {
  let store: TestStore
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.remove())

  it('is on what the first one proposed, for all who come later', async () => {
    const { objects } = store
    expect(await decided(objects, FOLDER)).toBeUndefined()
    expect(await agree(objects, FOLDER, 'first')).toBe('first')
    expect(await agree(objects, FOLDER, 'second')).toBe('first')
    expect(await decided(objects, FOLDER)).toBe('first')
    expect(await agree(objects, 'idempotency/b/', 'second')).toBe('second')
  })

  it('is on one value for many who propose at the same moment', async () => {
    const proposals = Array.from({ length: 8 }, (_, number) =>
      agree(store.objects, FOLDER, `value-${number}`),
    )
    const values = new Set(await Promise.all(proposals))
    // Who lost every round may come again.
    values.delete(undefined)
    values.add(await agree(store.objects, FOLDER, 'value-8'))
    expect([...values]).toEqual([expect.stringMatching(/^value-\d$/)])
  })
})
