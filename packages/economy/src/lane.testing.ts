import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Batch, type Column, KindError, type LeafRecord, type Provider } from '@contactsheet/contract'
import { leafTools } from '@contactsheet/leaf'
import type { BatchPort, ImageProvider, ImageRequest, JobLook, JobResult } from '@contactsheet/providers'
import { BatchStore, createDiskStore } from '@contactsheet/storage'
import { OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { advanceLane } from './advance.ts'
import type { Lane } from './tools.ts'

/** A column that the lane makes. */
export const LANE_MODEL: Column = { ...OPENAI_MODEL, speed: 'economy' }

/** A job as the provider of these tests has it. */
interface ProvidersJob {
  name: string
  model: Column
  requests: Map<string, ImageRequest>
  submittedAt: Date
  look: JobLook
  results: JobResult[]
  /** Thrown behind the results. */
  broken?: KindError | undefined
}

/** A provider's batch API, of which a test tells what happens. */
class FakeBatches implements BatchPort {
  limits = { requests: 1_000, bytes: 1_000_000 }
  readonly bytesOf = () => 2_000
  readonly jobs = new Map<string, ProvidersJob>()
  /** What it was asked, in order. */
  readonly asked: string[] = []
  /** Thrown at the next submission: before the job is there, or after. */
  refuse: KindError | undefined
  loseAnswer = false
  /** Called as a job is about to begin. */
  onBegin: () => Promise<void> = async () => {}

  async submit({ name, model, requests, beforeBegin }: Parameters<BatchPort['submit']>[0]) {
    this.asked.push(`submit ${name}`)
    const taken = new Map<string, ImageRequest>()
    for await (const { id, request } of requests) taken.set(id, request)
    await this.onBegin()
    beforeBegin()
    if (this.refuse !== undefined) throw this.refuse
    const id = `job-${this.jobs.size + 1}`
    const submittedAt = new Date()
    this.jobs.set(id, {
      name,
      model,
      requests: taken,
      submittedAt,
      look: { state: 'running', counts: { done: 0, failed: 0 } },
      results: [],
    })
    if (this.loseAnswer) throw new KindError('unavailable', 'no answer came')
    return { id, submittedAt, expectedBy: new Date(submittedAt.getTime() + 86_400_000) }
  }

  async find(name: string) {
    this.asked.push(`find ${name}`)
    const [id, job] = [...this.jobs].find(([, job]) => job.name === name) ?? []
    if (id === undefined || job === undefined) return undefined
    return { id, submittedAt: job.submittedAt, expectedBy: new Date(job.submittedAt.getTime() + 86_400_000) }
  }

  async look(id: string) {
    this.asked.push(`look ${id}`)
    return this.job(id).look
  }

  async *results(id: string) {
    this.asked.push(`results ${id}`)
    const { results, broken } = this.job(id)
    yield* results
    if (broken !== undefined) throw broken
  }

  async cancel(id: string) {
    this.asked.push(`cancel ${id}`)
  }

  async discard(id: string) {
    this.asked.push(`discard ${id}`)
  }

  job(id: string): ProvidersJob {
    const job = this.jobs.get(id)
    if (job === undefined) throw new Error(`no ${id}`)
    return job
  }

  /** Ends a job, with a picture for each of its leaves unless told otherwise. */
  end(id: string, state: JobLook['state'] = 'completed', results?: JobResult[]): void {
    const job = this.job(id)
    job.look = { state }
    job.results = results ?? [...job.requests.keys()].map(made)
  }
}

/** A picture under an id. */
export function made(id: string): JobResult {
  const bytes = Buffer.from(`a picture of ${id}`)
  return { id, picture: { bytes, contentType: 'image/png', simulated: false } }
}

export function missed(id: string, kind: KindError['kind'], message = 'no picture'): JobResult {
  return { id, error: new KindError(kind, message) }
}

/** A lane with a store of its own, and providers of one kind. */
export async function openLane() {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-lane-'))
  const store = new BatchStore(createDiskStore({ dataDir: folder, bucket: 'test' }))
  await store.ready()
  const port = new FakeBatches()
  const failed: LeafRecord[] = []
  const warnings: string[] = []
  const provider = (name: Provider): ImageProvider => ({
    name,
    preload: async () => {},
    isSimulated: async () => false,
    generate: () => Promise.reject(new Error('the lane makes no single calls')),
    batches: async () => port,
  })
  const tools = {
    ...leafTools({ PROVIDER_TIMEOUT_MS: 1_000, WORK_MEMORY_MB: 64 }, store),
    providers: { openai: provider('openai'), google: provider('google') },
    longestLookMs: 600_000,
    onFailed: (record: LeafRecord) => failed.push(record),
    log: { info: () => {}, warn: (_details: object, message: string) => warnings.push(message) },
  }
  return {
    /** Leaves that it has failed for good, as those who count are told. */
    failed,
    store,
    port,
    warnings,
    /** Goes on with a batch, as of what the store says. */
    async advance(batch: Batch, circumstances: Partial<Lane> = {}) {
      const own = (await store.batch(batch.id)) ?? batch
      return advanceLane({
        ...tools,
        batch: own,
        signal: new AbortController().signal,
        isCanceled: false,
        isPaused: false,
        assertSure: () => {},
        ...circumstances,
      })
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
export type TestLane = Awaited<ReturnType<typeof openLane>>
