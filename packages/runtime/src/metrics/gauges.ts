import pTimeout from 'p-timeout'
import { Gauge, type Registry } from 'prom-client'
import { remember } from '../remember.ts'

/** Jobs in the queues, by queue and state. */
type QueueDepths = Record<string, Record<string, number>>

/** What is looked up when somebody asks for the metrics. */
export interface Lookups {
  openBatches(): AsyncIterable<string>
  /** Undefined where the orchestrator cannot tell. */
  queueDepths?: (() => Promise<QueueDepths>) | undefined
}

/** Longest a look-up may take, in milliseconds. One without an answer leaves its metric out. */
const TIMEOUT_MS = 3_000

/** How long the open batches are not counted again, in milliseconds: every process of a deployment is asked for them. */
const COUNTED_MS = 30_000

/** Measures the open batches and the queues, whenever the metrics are asked for. */
export function watchQueues(registers: Registry[], { openBatches, queueDepths }: Lookups): void {
  const countOpen = remember(COUNTED_MS, async () => {
    let count = 0
    for await (const _ of openBatches()) count++
    return count
  })
  new Gauge({
    name: 'contactsheet_open_batches',
    help: 'Batches accepted and not settled, in the store. Counted at most once in 30 seconds.',
    registers,
    async collect() {
      this.remove()
      const count = await answerOf(countOpen)
      if (count !== undefined) this.set(count)
    },
  })
  if (queueDepths === undefined) return
  new Gauge({
    name: 'contactsheet_queue_jobs',
    help: 'Jobs in the queue of batches and in the queues of leaves, by state.',
    labelNames: ['queue', 'state'],
    registers,
    async collect() {
      this.reset()
      for (const [queue, states] of Object.entries((await answerOf(queueDepths)) ?? {}))
        for (const [state, count] of Object.entries(states)) this.set({ queue, state }, count)
    },
  })
}

async function answerOf<T>(ask: () => Promise<T>): Promise<T | undefined> {
  return pTimeout(ask(), { milliseconds: TIMEOUT_MS }).catch(() => undefined)
}
