import pTimeout from 'p-timeout'
import { Gauge, type Registry } from 'prom-client'
import { remember } from '../remember.ts'

/** Jobs in the queues, by queue and state. */
type QueueDepths = Record<string, Record<string, number>>

/** What the queue server is asked when somebody asks for the metrics. Undefined where the orchestrator cannot tell. */
export interface QueueLookups {
  depths?: (() => Promise<QueueDepths>) | undefined
  /** For how long queues hand out nothing because of a limit of requests, in milliseconds, by queue. */
  limitedMs?: (() => Promise<Record<string, number>>) | undefined
}

/** Longest a look-up may take, in milliseconds. One without an answer leaves its metric out. */
const TIMEOUT_MS = 3_000

/** How long an answer is told again, in milliseconds: several may scrape, and each look is a few commands a queue. */
const KNOWN_MS = 5_000

/** Measures the queues, whenever the metrics are asked for: the queue server counts its jobs as it goes. */
export function watchQueues(registers: Registry[], queues: QueueLookups): void {
  const { depths, limitedMs } = queues
  if (depths !== undefined) {
    const known = remember(KNOWN_MS, () => depths.call(queues))
    new Gauge({
      name: 'contactsheet_queue_jobs',
      help: 'Jobs in the queue of batches and in the queues of leaves, by state. Every process tells the same: take the max.',
      labelNames: ['queue', 'state'],
      registers,
      async collect() {
        this.reset()
        for (const [queue, states] of Object.entries((await answerOf(known)) ?? {}))
          for (const [state, count] of Object.entries(states)) this.set({ queue, state }, count)
      },
    })
  }
  if (limitedMs !== undefined) {
    const known = remember(KNOWN_MS, () => limitedMs.call(queues))
    new Gauge({
      name: 'contactsheet_queue_limited_seconds',
      help: 'For how long a queue hands out no more leaves to any worker, because of a limit of requests: one of PROVIDER_LIMITS, or the wait that a provider asked for. 0 if nothing holds it. Every process tells the same: take the max.',
      labelNames: ['queue'],
      registers,
      async collect() {
        this.reset()
        for (const [queue, ms] of Object.entries((await answerOf(known)) ?? {}))
          this.set({ queue }, ms / 1_000)
      },
    })
  }
}

async function answerOf<T>(ask: () => Promise<T>): Promise<T | undefined> {
  return pTimeout(ask(), { milliseconds: TIMEOUT_MS }).catch(() => undefined)
}
