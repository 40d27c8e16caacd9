import { useMemo } from 'react'
import { api, PICKS_A_CALL } from '../api/calls.ts'
import type { LeafPick, LeafView } from '../api/types.ts'
import { createStore, useStore } from '../lib/store.ts'
import { toasts } from '../ui/toaster.tsx'
import { imageKey } from './deletions.ts'
import { onTabs, tellTabs } from './tabs.ts'

/** What was said of leaves since they were read, `null` where it was taken back. */
type ChangedPicks = ReadonlyMap<string, LeafPick | null>

/** What this page said of leaves, in whichever tab, whether or not the API has heard of it yet. */
const changed = createStore<ChangedPicks>(new Map())

/** What is said of a leaf: by this page, or else when the leaf was read. */
export type PickOf = (leaf: Pick<LeafView, 'leafId' | 'pick'>) => LeafPick | undefined

function pickOfIn(changed: ChangedPicks, batchId: string): PickOf {
  // Of ten thousand leaves each is asked for whenever any of them changes: mostly there is nothing to look up.
  if (changed.size === 0) return ({ pick }) => pick
  return ({ leafId, pick }) => {
    const now = changed.get(imageKey(batchId, leafId))
    return now === undefined ? pick : (now ?? undefined)
  }
}

/** Tells what is said of the leaves of a batch, and follows it. A new function whenever any of it changes. */
export function usePickOf(batchId: string): PickOf {
  const now = useStore(changed)
  return useMemo(() => pickOfIn(now, batchId), [now, batchId])
}

/** Calls are made one after another, so that the last word on a leaf is the last one written. */
let queue: Promise<void> = Promise.resolve()

/**
 * Says something of leaves of a batch. It is shown at once, and taken back, with a word why, where the API refuses.
 *
 * @param pick null to take back what was said of them
 */
export function setPicks(batchId: string, leafIds: readonly string[], pick: LeafPick | null): void {
  const before = changed.get()
  say(leafIds.map(leafId => [imageKey(batchId, leafId), pick]))
  queue = queue.then(async () => {
    try {
      for (let start = 0; start < leafIds.length; start += PICKS_A_CALL) {
        const picks = leafIds.slice(start, start + PICKS_A_CALL).map(leafId => ({ leafId, pick }))
        await api.pick(batchId, picks)
      }
    } catch (error) {
      const keys = leafIds.map(leafId => imageKey(batchId, leafId))
      // What somebody has said of them meanwhile stays.
      say(keys.filter(key => changed.get().get(key) === pick).map(key => [key, before.get(key)]))
      const description = error instanceof Error ? error.message : String(error)
      toasts.add({ title: 'That could not be kept', description, priority: 'high' })
    }
  })
}

/** Picks a leaf, or takes that back where it is picked; the same for rejecting. */
export function togglePick(batchId: string, leaf: Pick<LeafView, 'leafId' | 'pick'>, pick: LeafPick): void {
  const now = pickOfIn(changed.get(), batchId)(leaf)
  setPicks(batchId, [leaf.leafId], now === pick ? null : pick)
}

/** What is said of leaves by their keys; undefined for what they were read with. */
type Words = readonly (readonly [string, LeafPick | null | undefined])[]

/** What tabs tell each other of picks. */
const TOPIC = 'picks'

onTabs<Words>(TOPIC, hear)

/** Says it here and in every other tab. */
function say(words: Words): void {
  hear(words)
  tellTabs(TOPIC, words)
}

function hear(words: Words): void {
  const next = new Map(changed.get())
  for (const [key, pick] of words)
    if (pick === undefined) next.delete(key)
    else next.set(key, pick)
  changed.set(next)
}
