import type { BatchView, Label, Picks } from '@contactsheet/contract'
import { expect, it, vi } from 'vitest'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { SharedViews } from './shared-views.ts'
import type { Snapshot } from './snapshot.ts'

const batch = makeBatch(1)
const make = vi.fn(async (of: Snapshot) => ({ id: of.batch.id }) as BatchView)

/** One look at the batch, of which only what it is called and the picks can change. */
function lookAt() {
  const known: { label: Label; picks: Picks } = { label: { tags: [] }, picks: new Map() }
  const snapshot = { batch, label: async () => known.label, picks: async () => known.picks } as Snapshot
  return { known, snapshot }
}

it('hands the same view to all who ask while nothing has been read anew', async () => {
  const views = new SharedViews(make)
  const { snapshot } = lookAt()
  const all = await Promise.all([views.of(snapshot), views.of(snapshot)])
  expect(new Set([...all, await views.of(snapshot)]).size).toBe(1)
})

it('keeps anybody from changing it', async () => {
  expect(await new SharedViews(make).of(lookAt().snapshot)).toSatisfy(Object.isFrozen)
})

it.each<[string, (look: ReturnType<typeof lookAt>) => unknown]>([
  ['another look at the batch', look => Object.assign(look, lookAt())],
  ['what it is called', look => Object.assign(look.known, { label: { tags: ['spring'] } })],
  ['what somebody said of its leaves', look => Object.assign(look.known, { picks: new Map() })],
])('makes another for %s', async (_what, change) => {
  const views = new SharedViews(make)
  const look = lookAt()
  const first = await views.of(look.snapshot)
  change(look)
  expect(await views.of(look.snapshot)).not.toBe(first)
})

it('takes what it is called for the same when it was only read again', async () => {
  const views = new SharedViews(make)
  const { known, snapshot } = lookAt()
  const first = await views.of(snapshot)
  known.label = { tags: [] }
  expect(await views.of(snapshot)).toBe(first)
})

it('keeps none that could not be made', async () => {
  const views = new SharedViews(make)
  const { snapshot } = lookAt()
  make.mockRejectedValueOnce(new Error('The store is away.'))
  await expect(views.of(snapshot)).rejects.toThrow('The store is away.')
  expect(await views.of(snapshot)).toMatchObject({ id: batch.id })
})
