import type { ErrorKind } from '@contactsheet/contract'
import type { FaultOrder } from '@contactsheet/emulator'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { callsOf, inFlight, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

/** Far above the emulator's latency, even on a busy machine. */
const PROVIDER_TIMEOUT_MS = 10_000

interface Trouble {
  fault: string
  /** In the titles of the case, so that all cases can run at once. */
  word: string
  order: FaultOrder
  /** Calls for each leaf, the one that succeeds included. */
  calls: number
  /** How its leaves fail; they succeed if not said. */
  fails?: ErrorKind
}

const TROUBLES: Trouble[] = [
  {
    fault: '429 twice, with a wait of 2 s',
    word: 'heron',
    order: { kind: 'rate_limit', tries: 2, waitMs: 2_000 },
    calls: 3,
  },
  {
    fault: '429 five times, without a wait',
    word: 'egret',
    order: { kind: 'rate_limit_no_wait', tries: 5 },
    calls: 6,
  },
  { fault: '500 three times', word: 'otter', order: { kind: 'server_error', tries: 3 }, calls: 4 },
  { fault: 'connection reset twice', word: 'beaver', order: { kind: 'reset', tries: 2 }, calls: 3 },
  { fault: 'answer cut off once', word: 'marten', order: { kind: 'cut', tries: 1 }, calls: 2 },
  { fault: 'no answer once, timeout of 10 s', word: 'badger', order: { kind: 'hang', tries: 1 }, calls: 2 },
  {
    fault: 'bytes that are no picture, once',
    word: 'magpie',
    order: { kind: 'garbage', tries: 1 },
    calls: 2,
  },
  // Each answer may be charged: it is asked for once more, and not four times.
  {
    fault: 'bytes that are no picture, for good',
    word: 'raven',
    order: { kind: 'garbage' },
    calls: 2,
    fails: 'bad_image',
  },
  { fault: 'no picture, for good', word: 'crow', order: { kind: 'no_image' }, calls: 2, fails: 'bad_image' },
  { fault: 'half a picture, once', word: 'plover', order: { kind: 'truncated', tries: 1 }, calls: 2 },
  // All padding but the first part: taken for a picture that was cut short.
  { fault: 'an answer of 30 MB, once', word: 'walrus', order: { kind: 'huge', tries: 1 }, calls: 2 },
  { fault: 'refused prompt', word: 'shrike', order: { kind: 'moderation' }, calls: 1, fails: 'rejected' },
  { fault: 'billing cap', word: 'condor', order: { kind: 'billing' }, calls: 1, fails: 'quota' },
  { fault: 'wrong key', word: 'jackal', order: { kind: 'auth' }, calls: 1, fails: 'auth' },
  { fault: '500 for good', word: 'lemming', order: { kind: 'server_error' }, calls: 4, fails: 'unavailable' },
]

describe('a provider that fails', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({
      onDisk: true,
      env: { PROVIDER_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS), LEAF_CONCURRENCY: '40' },
    })
    await scene.emulator.orderFaults(TROUBLES.map(({ word, order }) => ({ ...order, prompt: word })))
    return () => scene.close()
  })

  it.concurrent.for(TROUBLES.map(trouble => [trouble.fault, trouble] as const))(
    '%s',
    async ([fault, { word, calls, fails }], context) => {
      const since = Date.now()
      const id = await scene.submit(1, undefined, word)
      const { records } = await expectSettled(context, scene, id, {
        fault,
        since,
        calls: () => [calls],
        fails: () => fails !== undefined,
      })
      for (const { error } of records) {
        expect(error?.kind).toBe(fails)
        expect(error?.message).not.toBe('')
      }
    },
  )
})

describe('a provider that is dead', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({
      env: { PROVIDER_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS), LEAF_CONCURRENCY: '4' },
    })
    await scene.emulator.orderFaults([{ kind: 'hang', provider: 'google' }])
    return () => scene.close()
  })

  it('does not hold up the other one', async context => {
    const id = await scene.submit(10)
    // The second model is Google's.
    const isGoogles = (leafId: string) => leafId.endsWith('-01')
    const settled = await until(async () => {
      const states = await scene.store.settledStates(id)
      return [...states.keys()].filter(leafId => !isGoogles(leafId)).length === 10 && states
    })
    expect([...settled.keys()].filter(isGoogles)).toEqual([])
    await until(async () => (await inFlight(scene, id)).size === 4)
    const before = await callsOf(scene, id)
    await scene.emulator.clearFaults()
    await expectSettled(context, scene, id, {
      fault: 'one provider dead, then back: the other one has finished meanwhile',
      since: Date.now(),
      // What hangs times out and is asked again.
      calls: leafId => {
        const asked = before.get(leafId)?.calls ?? 0
        return isGoogles(leafId) ? [asked + 1, asked + 2] : [1]
      },
    })
  })
})
