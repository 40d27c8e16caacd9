import type { Provider } from '@contactsheet/contract'
import { randomFrom } from '@contactsheet/scenery'
import type { Answer, Ask } from '../ask.ts'
import type { CallLog } from '../calls.ts'
import type { Dialect } from '../dialect.ts'
import { type Fault, faultFor } from '../faults.ts'
import type { JobFault } from './job-faults.ts'

/** One picture of a job. */
export type Line = { id: string } & (
  | { ask: Ask; dialect: Dialect }
  /** What is wrong with it. */
  | { refusal: Answer }
)

/** What became of a line: `take` tells its pictures from those of the same ask before. */
export interface Outcome {
  take: number
  fault?: Fault
}

export type JobState = 'failed' | 'running' | 'completed' | 'expired' | 'canceled'

/** What a job is made of. */
export interface JobOrder {
  id: string
  number: number
  provider: Provider
  model: string
  /** What its caller calls it. */
  name: string
  inputFile: string
  lines: readonly Line[]
  createdAt: Date
  /** How long it takes, and after how long it expires, in milliseconds. */
  durationMs: number
  windowMs: number
  /** Why it is not taken, and the line that is to blame, from 1. */
  failure?: { code: string; message: string; line?: number }
  /** Ordered to expire with a part of its lines done. */
  expiry?: JobFault | undefined
}

/** Faults of a connection, which lines have none of. */
const OF_CONNECTIONS: ReadonlySet<Fault['kind']> = new Set(['slow', 'reset', 'cut'])

/**
 * A job of a batch API. Its lines are done one by one, evenly over the time it takes, by the clock: whoever asks has those done whose
 * time has come. Each counts as the call that it stands for.
 */
export class Job {
  readonly order: JobOrder
  /** Of the lines that are done, by their place. */
  readonly outcomes = new Map<number, Outcome>()
  #canceledAt: Date | undefined
  #next = 0

  constructor(order: JobOrder) {
    this.order = order
  }

  /** Does the lines whose time has come. */
  advance(calls: CallLog, faults: readonly Fault[], seed: number): void {
    if (this.order.failure !== undefined) return
    const now = Math.min(Date.now(), this.#canceledAt?.getTime() ?? Number.POSITIVE_INFINITY)
    const elapsed = Math.min(now - this.order.createdAt.getTime(), this.order.windowMs)
    const { lines, durationMs } = this.order
    const due = Math.min(this.#most(), Math.floor((elapsed / Math.max(1, durationMs)) * lines.length))
    for (; this.#next < due; this.#next++) this.#do(this.#next, calls, faults, seed)
  }

  cancel(): void {
    if (this.state === 'running') this.#canceledAt = new Date()
  }

  get state(): JobState {
    const { failure, expiry, createdAt, durationMs, windowMs } = this.order
    if (failure !== undefined) return 'failed'
    if (this.#canceledAt !== undefined) return 'canceled'
    const elapsed = Date.now() - createdAt.getTime()
    if (elapsed < Math.min(durationMs, windowMs)) return 'running'
    return expiry !== undefined || durationMs > windowMs ? 'expired' : 'completed'
  }

  get endedAt(): Date | undefined {
    const { createdAt, durationMs, windowMs } = this.order
    if (this.state === 'running') return undefined
    return this.#canceledAt ?? new Date(createdAt.getTime() + Math.min(durationMs, windowMs))
  }

  /** Lines that are done: with an answer that is none of an error, and with one that is. */
  get counts(): { done: number; failed: number } {
    const failed = [...this.outcomes].filter(([place]) => (this.statusOf(place) ?? 200) >= 400).length
    return { done: this.outcomes.size - failed, failed }
  }

  /** HTTP status of the answer to a line that is done. */
  statusOf(place: number): number | undefined {
    const line = this.order.lines[place]
    const outcome = this.outcomes.get(place)
    if (line === undefined || outcome === undefined) return undefined
    return 'refusal' in line ? line.refusal.status : statusOf(line, outcome)
  }

  /** Places of lines in the order in which results have them: any but that of the input. */
  shuffled(seed: number): number[] {
    const luck = (place: number) => randomFrom(seed, 'results', this.order.number, place)()
    return [...this.order.lines.keys()].toSorted((a, b) => luck(a) - luck(b))
  }

  #most(): number {
    const { lines, expiry } = this.order
    return expiry === undefined ? lines.length : Math.floor(lines.length * expiry.share)
  }

  #do(place: number, calls: CallLog, faults: readonly Fault[], seed: number): void {
    const line = this.order.lines[place]
    if (line === undefined) return
    if ('refusal' in line) {
      this.outcomes.set(place, { take: 0 })
      return
    }
    const { attempt, take, answered, end } = calls.begin(line.ask)
    const ordered = faultFor(faults, line.ask, attempt, seed)
    const fault = ordered && OF_CONNECTIONS.has(ordered.kind) ? undefined : ordered
    // The results have nothing of it.
    if (fault?.kind === 'hang') {
      end('aborted')
      return
    }
    const outcome = fault === undefined ? { take: take() } : { take: 0, fault }
    this.outcomes.set(place, outcome)
    answered()
    end(`${statusOf(line, outcome)}`)
  }
}

function statusOf({ ask, dialect }: Extract<Line, { ask: Ask }>, { fault }: Outcome): number {
  switch (fault?.kind) {
    case undefined:
    case 'slow':
    case 'reset':
    case 'cut':
    case 'hang':
    case 'garbage':
    case 'truncated':
    case 'huge':
      return 200
  }
  return fault === undefined ? 200 : dialect.fault(fault.kind, fault, ask).status
}
