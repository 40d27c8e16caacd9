import type { Batch } from '@contactsheet/contract'
import type { BatchStore } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import type { JobQueue } from './backend.ts'
import type { LeafJob } from './jobs.ts'

/** The last priority that BullMQ takes; the first is 1. */
const LAST = 2 ** 21

/** Open batches whose tokens are remembered: they never change. */
const KEPT = 10_000

/** Marks read at once. */
const CALLS_AT_ONCE = 32

/** The turn of the next leaf of a batch in a queue, as the priority of its job. */
export type NextTurn = (queue: string) => number

/**
 * In which order leaves of several batches are taken: weighted fair queueing by virtual time. Each token has one share of
 * the turns in a queue, or as many as its rights say, and its open batches have equal parts of it; a batch of no token with a
 * name has a share of its own. So neither a large batch nor many small ones keep those of another token waiting.
 *
 * The time is the turn of the job that waits longest in a queue. A batch begins there, not before: what waits already is
 * overtaken by its share, and by no more. From there on its n-th leaf has the turn n times its batch's part of a share; with
 * three open batches of one token that is every third turn.
 *
 * It costs a batch two short calls to the queue server, and where tokens have names a listing of the open marks. Nothing
 * is kept: after the queue was emptied the next batch begins at nought.
 */
export class Turns {
  readonly #store: Pick<BatchStore, 'open'>
  readonly #queues: ReadonlyMap<string, JobQueue<LeafJob>>
  readonly #tokens = new LRUCache<string, { name: string | undefined }>({ max: KEPT })

  /** @param queues of leaves, by name */
  constructor(store: Pick<BatchStore, 'open'>, queues: ReadonlyMap<string, JobQueue<LeafJob>>) {
    this.#store = store
    this.#queues = queues
  }

  /** The turns of the leaves of a batch, in the order in which they are added. */
  async of({ madeBy, share = 1 }: Pick<Batch, 'madeBy' | 'share'>): Promise<NextTurn> {
    const [open, times] = await Promise.all([madeBy === undefined ? 1 : this.#openOf(madeBy), this.#times()])
    const step = Math.max(1, open) / share
    const places = new Map<string, number>()
    return queue => {
      const place = (places.get(queue) ?? 0) + 1
      places.set(queue, place)
      return Math.min(LAST, (times.get(queue) ?? 1) - 1 + Math.max(1, Math.round(place * step)))
    }
  }

  /** How many batches of a token are open. */
  async #openOf(token: string): Promise<number> {
    const ids = await Array.fromAsync(this.#store.open.ids())
    const names = await pLimit(CALLS_AT_ONCE).map(ids, id => this.#tokenOf(id))
    return names.filter(name => name === token).length
  }

  async #tokenOf(batchId: string): Promise<string | undefined> {
    const known = this.#tokens.get(batchId) ?? { name: await this.#store.open.token(batchId) }
    this.#tokens.set(batchId, known)
    return known.name
  }

  /** By the names of queues. Jobs of earlier releases go by their place in their batch, which is as good a time. */
  async #times(): Promise<Map<string, number>> {
    const times = await Promise.all(
      [...this.#queues].map(async ([name, queue]): Promise<[string, number]> => {
        const [first] = await queue.getJobs(['prioritized'], 0, 0, true)
        return [name, first?.opts.priority ?? 1]
      }),
    )
    return new Map(times)
  }
}
