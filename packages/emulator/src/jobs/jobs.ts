import { PROVIDERS, type Provider } from '@contactsheet/contract'
import { randomFrom } from '@contactsheet/scenery'
import type { Answers } from '../answers.ts'
import type { Answer } from '../ask.ts'
import type { CallLog } from '../calls.ts'
import type { Fault } from '../faults.ts'
import type { Latency } from '../latency.ts'
import { Files, type FileTally } from './files.ts'
import { Job, type JobOrder, type Line } from './job.ts'
import { JobFaults } from './job-faults.ts'

/** What jobs have in common with single calls. */
interface Shared {
  readonly seed: number
  readonly calls: CallLog
  readonly answers: Answers
  faults: readonly Fault[]
}

/** A job as tests see it. */
interface JobReport {
  id: string
  provider: Provider
  model: string
  name: string
  state: Job['state']
  lines: number
  done: number
  failed: number
}

export interface JobsReport {
  files: Record<Provider, FileTally>
  /** In the order in which they were made. */
  jobs: JobReport[]
}

const DAY_MS = 86_400_000

/** The batch APIs of both providers, apart from how each words them. */
export class Jobs {
  readonly files = new Files()
  readonly faults = new JobFaults()
  latency: Latency
  /** After how long jobs expire, in milliseconds. */
  windowMs = DAY_MS
  readonly #shared: Shared
  readonly #jobs = new Map<string, Job>()
  /** Of those that callers know no more; reports have them. */
  readonly #deleted = new Set<Job>()

  constructor(shared: Shared, latency: Latency) {
    this.#shared = shared
    this.latency = latency
  }

  /** Makes a job of what its input says. */
  create(order: Omit<JobOrder, 'number' | 'createdAt' | 'durationMs' | 'windowMs' | 'expiry'>): Job {
    const number = this.#jobs.size
    const { minMs, maxMs } = this.latency
    const luck = randomFrom(this.#shared.seed, 'job', number)()
    const slow = this.faults.take('slow', order.provider)
    const code = this.faults.take('failed', order.provider)?.code
    const job = new Job({
      ...order,
      number,
      createdAt: new Date(),
      durationMs: (minMs + (maxMs - minMs) * luck) * (slow?.factor ?? 1),
      windowMs: this.windowMs,
      expiry: this.faults.take('expired', order.provider),
      ...(code === undefined ? {} : { failure: { code, message: `The job was not taken: ${code}.` } }),
    })
    this.#jobs.set(order.id, job)
    return job
  }

  get(provider: Provider, id: string): Job | undefined {
    this.advance()
    const job = this.#jobs.get(id)
    return job?.order.provider === provider && !this.#deleted.has(job) ? job : undefined
  }

  /** The newest first. */
  list(provider: Provider): Job[] {
    this.advance()
    const known = [...this.#jobs.values()].filter(job => !this.#deleted.has(job))
    return known.filter(job => job.order.provider === provider).reverse()
  }

  delete(job: Job): void {
    this.#deleted.add(job)
  }

  /** Does what is due of all jobs. */
  advance(): void {
    const { calls, faults, seed } = this.#shared
    for (const job of this.#jobs.values()) job.advance(calls, faults, seed)
  }

  /** Forgets all jobs and their results; what was sent stays. */
  clear(): void {
    this.#jobs.clear()
    this.#deleted.clear()
    this.files.clearResults()
  }

  report(): JobsReport {
    this.advance()
    const jobs = [...this.#jobs.values()].map(({ order, state, counts }) => {
      const { id, provider, model, name, lines } = order
      return { id, provider, model, name, state, lines: lines.length, ...counts }
    })
    const files = Object.fromEntries(PROVIDERS.map(name => [name, this.files.tally(name)]))
    return { files: files as JobsReport['files'], jobs }
  }

  /**
   * The lines of a job's results, each made as it is read: together they can have gigabytes.
   *
   * @param has whether a line is in this file, by the HTTP status of its answer; undefined for one that was not done
   * @param write how its provider words one
   */
  async *results(
    job: Job,
    has: (status: number | undefined) => boolean,
    write: (line: Line, answer: Answer | undefined) => string,
  ): AsyncGenerator<string> {
    this.advance()
    const { seed, answers } = this.#shared
    const { provider, lines } = job.order
    const places = job.shuffled(seed).filter(place => has(job.statusOf(place)))
    if (places.length === 0) return
    const isTwice = this.faults.take('results_twice', provider) !== undefined
    const cutAt = this.faults.take('results_cut', provider) === undefined ? undefined : places.length >> 1
    const never = new AbortController().signal
    for (const [written, place] of places.entries()) {
      const line = lines[place]
      if (line === undefined) continue
      const outcome = job.outcomes.get(place)
      const answer =
        outcome &&
        ('refusal' in line
          ? line.refusal
          : await answers.make(line.dialect, { ...line.ask, take: outcome.take }, outcome.fault, never))
      const text = write(line, answer)
      if (written === cutAt) {
        yield text.slice(0, text.length >> 1)
        throw new Error('ordered to break off')
      }
      yield `${text}\n`
      if (isTwice) yield `${text}\n`
    }
  }
}
