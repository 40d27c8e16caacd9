import type { BatchView, LeafView, Progress } from '../api/types.ts'
import { leafIdAt, positionOf, rowCount, slotCount } from '../lib/slots.ts'

/** A batch as this page knows it, which may be less than there is. */
export interface LiveBatch {
  readonly view: BatchView
  /** By position on the sheet. Undefined: not told yet, or left out by the sample. */
  readonly leaves: readonly (LeafView | undefined)[]
  /** For leaves seen to start, milliseconds since the batch was accepted; 0 for those that ran already. */
  readonly startedMs: ReadonlyMap<number, number>
  /** When `view.timings` held, by the clock of `performance.now()`. */
  readonly heardAt: number
}

/** What can be heard of a batch. */
export type Heard =
  | { type: 'snapshot'; view: BatchView; at: number }
  | { type: 'leaves'; leaves: readonly LeafView[]; at: number }
  /** The news of one, which do not tell what somebody said of it. */
  | { type: 'leaf'; leaf: LeafView; at: number }
  | { type: 'progress'; progress: Progress; at: number }
  /** Which leaves run, in their order: all of them, or, where there are more, the first. */
  | { type: 'running'; leaves: readonly LeafView[]; at: number; more: boolean }
  /** Leaves were sent on their way again. */
  | { type: 'again'; of: Again }

/** Leaves that run again: all of a state, or some by their ids. */
export type Again = 'failed' | 'canceled' | { leafIds: ReadonlySet<string> }

export function isSettled(state: string): boolean {
  return state !== 'queued' && state !== 'running' && state !== 'paused'
}

/** The batch from the first that is heard of it. */
export function firstHeard(view: BatchView, at: number): LiveBatch {
  const empty: LiveBatch = {
    view,
    leaves: new Array<undefined>(sizeOf(view)).fill(undefined),
    startedMs: new Map(),
    heardAt: at,
  }
  return hear(empty, [{ type: 'leaves', leaves: view.leaves, at }])
}

/** Places on the sheet. */
function sizeOf(view: BatchView): number {
  return rowCount(view) * slotCount(view)
}

/** The batch after what was heard. However many leaves are heard of at once, they cost one copy. */
export function hear(batch: LiveBatch, heard: readonly Heard[]): LiveBatch {
  let { view, heardAt } = batch
  const leaves = [...batch.leaves]
  const startedMs = new Map(batch.startedMs)

  const put = (leaf: LeafView, at: number) => {
    const position = positionOf(view, leaf)
    const before = leaves[position]
    // What was read before a leaf settled can arrive after the news that it did.
    if (before !== undefined && isSettled(before.state) && !isSettled(leaf.state)) return
    if (leaf.state === 'running' && leaf.phase === undefined && !startedMs.has(position))
      startedMs.set(position, before === undefined ? 0 : elapsedMs({ view, heardAt }, at))
    if (isSettled(leaf.state)) startedMs.delete(position)
    leaves[position] = leaf
  }

  const reopen = (...all: Again[]) => {
    for (const [position, leaf] of leaves.entries())
      if (
        leaf !== undefined &&
        all.some(of => (typeof of === 'string' ? leaf.state === of : of.leafIds.has(leaf.leafId)))
      )
        leaves[position] = queued(leaf)
  }
  // Which of the two ran again is seen from the leaves, which are read anew.
  const reopenUnmade = () => reopen('failed', 'canceled')

  for (const item of heard) {
    switch (item.type) {
      case 'snapshot':
        if (isSettled(view.state) && !isSettled(item.view.state)) reopenUnmade()
        view = item.view
        // Prompts may have been added.
        for (let more = sizeOf(view) - leaves.length; more > 0; more--) leaves.push(undefined)
        heardAt = item.at
        for (const leaf of item.view.leaves) put(leaf, item.at)
        break
      case 'progress':
        if (isSettled(view.state) && !isSettled(item.progress.state)) reopenUnmade()
        view = { ...withoutEconomy(view), ...item.progress }
        heardAt = item.at
        break
      case 'leaves':
        for (const leaf of item.leaves) put(leaf, item.at)
        break
      case 'leaf': {
        const pick = leaves[positionOf(view, item.leaf)]?.pick
        put(pick === undefined ? item.leaf : { ...item.leaf, pick }, item.at)
        break
      }
      case 'running': {
        const now = new Set(item.leaves.map(leaf => positionOf(view, leaf)))
        const end = item.more ? Math.max(...now) : leaves.length
        for (const [position, leaf] of leaves.entries())
          if (leaf?.state === 'running' && !now.has(position) && position < end)
            leaves[position] = queued(leaf)
        for (const leaf of item.leaves) put(leaf, item.at)
        break
      }
      case 'again':
        reopen(item.of)
        break
    }
  }
  return { view, leaves, startedMs, heardAt }
}

/** Whether every leaf of the batch has been told: what is undefined then, the sample left out. */
export function isComplete({ view, leaves }: LiveBatch): boolean {
  return leaves.reduce((sum, leaf) => sum + (leaf === undefined ? 0 : 1), 0) === view.counts.total
}

/**
 * The pages that have to be read for every leaf to be known as it is, each by the id of the leaf before it.
 *
 * @param size leaves on a page
 */
export function stalePages(batch: LiveBatch, size: number): (string | undefined)[] {
  const pages: (string | undefined)[] = []
  const complete = isComplete(batch)
  for (let start = 0; start < batch.leaves.length; start += size) {
    const page = batch.leaves.slice(start, start + size)
    if (page.some(leaf => (leaf === undefined ? !complete : !isSettled(leaf.state))))
      pages.push(start === 0 ? undefined : leafIdAt(batch.view, start - 1))
  }
  return pages
}

/** How many leaves this page knows to have settled. */
export function settledCount(batch: LiveBatch): number {
  return batch.leaves.reduce((sum, leaf) => sum + (leaf !== undefined && isSettled(leaf.state) ? 1 : 0), 0)
}

/** How long the batch has taken by now, in milliseconds: of one that has settled, however long ago that was. */
export function elapsedMs({ view, heardAt }: Pick<LiveBatch, 'view' | 'heardAt'>, now: number): number {
  const since = isSettled(view.state) ? 0 : Math.max(0, now - heardAt)
  return view.timings.wallClockMs + since
}

/** What is not told of is not so any more. */
function withoutEconomy({ economy: _, ...view }: BatchView): BatchView {
  return view
}

function queued(leaf: LeafView): LeafView {
  const { leafId, promptIndex, modelIndex, variation, title, model, provider, pick } = leaf
  return {
    leafId,
    state: 'queued',
    promptIndex,
    modelIndex,
    title,
    model,
    provider,
    ...(variation === undefined ? {} : { variation }),
    ...(pick === undefined ? {} : { pick }),
  }
}
