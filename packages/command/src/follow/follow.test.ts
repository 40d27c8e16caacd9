import { type Batch, type BatchEvent, type Leaf, NoAnswerError } from '@contactsheet/client'
import { expect, test } from 'vitest'
import { batchView, leafView } from '../view.testing.ts'
import { follow } from './follow.ts'

const RUNNING = batchView([leafView(0, { state: 'running' })], { state: 'running' })
const SETTLED = batchView([leafView(0)])

/** A batch that tells these events, and after them is as it was settled; and what is heard of it. */
function course(events: (end: AbortSignal) => AsyncGenerator<BatchEvent>, views: Batch[] = []) {
  const states: string[] = []
  const leaves: string[] = []
  let asked = 0
  const client = {
    batch: async () => {
      asked++
      return views.shift() ?? SETTLED
    },
    events: (_: string, { signal = AbortSignal.abort() }: { signal?: AbortSignal } = {}) => events(signal),
  }
  const listener = {
    show: ({ state }: { state: string }) => states.push(state),
    leaf: ({ leafId }: Leaf) => leaves.push(leafId),
  }
  const run = (times = { firstEventMs: 60_000, silenceMs: 60_000, askMs: 1 }) =>
    follow(client, RUNNING, listener, { signal: new AbortController().signal, ...times })
  return { run, states, leaves, asked: () => asked }
}

/** Says nothing until nobody listens any more. */
async function* silent(end: AbortSignal): AsyncGenerator<BatchEvent> {
  await new Promise((_, reject) => end.addEventListener('abort', () => reject(end.reason)))
}

test('a batch is followed by its events through a pause until it has settled, and asked for once', async () => {
  const { run, states, leaves, asked } = course(async function* () {
    for (const state of ['paused', 'running'] as const)
      yield { event: 'progress', data: { ...RUNNING, state } }
    yield { event: 'leaf', data: leafView(0) }
    yield { event: 'settled', id: 'settled', data: SETTLED }
  })
  expect(await run()).toBe(SETTLED)
  expect(states).toEqual(['running', 'paused', 'running', 'succeeded'])
  expect(leaves).toEqual(['0000-00'])
  expect(asked()).toBe(1)
})

test('a batch that events call settled is asked about until it is for whoever answers, which may be another instance', async () => {
  const { run } = course(
    async function* () {
      yield { event: 'settled', id: 'settled', data: SETTLED }
    },
    [RUNNING, RUNNING, SETTLED],
  )
  expect(await run()).toBe(SETTLED)
})

test('where no event gets through, the batch is asked about until it has settled', async () => {
  const { run, states } = course(silent, [RUNNING, RUNNING, SETTLED])
  expect(await run({ firstEventMs: 1, silenceMs: 1, askMs: 1 })).toBe(SETTLED)
  expect(states).toEqual(['running', 'running', 'running', 'succeeded'])
})

test('events that miss what has happened are left for asking', async () => {
  const further = batchView([leafView(0), leafView(1, { state: 'running' })], { state: 'running' })
  const { run, leaves, asked } = course(
    async function* (end) {
      yield { event: 'progress', data: RUNNING }
      yield* silent(end)
    },
    [further, SETTLED],
  )
  expect(await run({ firstEventMs: 60_000, silenceMs: 1, askMs: 1 })).toBe(SETTLED)
  expect(leaves).toContain('0000-00')
  expect(asked()).toBe(2)
})

test('events that break off for good are left for asking', async () => {
  const { run } = course(async function* () {
    yield { event: 'progress', data: RUNNING }
    throw new NoAnswerError('The events broke off.', { lost: true })
  })
  expect(await run()).toBe(SETTLED)
})

test('any other error ends the following', async () => {
  const { run } = course(async function* () {
    yield { event: 'progress', data: RUNNING }
    throw new TypeError('a mistake')
  })
  await expect(run()).rejects.toThrow('a mistake')
})
