import {
  DOCUMENT_VERSION,
  type EconomyJob,
  economyJobSchema,
  isUnderWay,
  LEAF_ID_PATTERN,
} from '@contactsheet/contract'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import { z } from 'zod'
import { readDocument, writeDocument } from './documents.ts'
import { hurriedKey, jobKey, jobsFolder, lookKey, parseJobKey } from './economy-keys.ts'
import { originalLeafId, originalsFolder } from './layout.ts'
import type { ObjectStore } from './object-store.ts'
import { unlessDamaged } from './unreadable.ts'

/** Documents read at once. */
const CALLS_AT_ONCE = 16

/** Jobs kept in memory that have been collected: their documents never change again. */
const KEPT = 2_000

const lookSchema = z.strictObject({ version: z.literal(DOCUMENT_VERSION), at: z.iso.datetime() })

const hurriedSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  at: z.iso.datetime(),
  leaves: z.array(z.string().regex(LEAF_ID_PATTERN)),
})

/**
 * What the economy lane writes down beside a batch: its jobs at providers, and which leaves it has given up for the sake of
 * the deadline, for them to be made at once. It is all there is of the lane: whoever goes on with it, goes on from here.
 */
export class EconomyNotes {
  readonly #objects: ObjectStore
  readonly #collected = new LRUCache<string, EconomyJob>({ max: KEPT })

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** The jobs of a batch, in the order of their numbers. */
  async jobs(batchId: string): Promise<EconomyJob[]> {
    const keys = await Array.fromAsync(this.#objects.list(jobsFolder(batchId)))
    const own = keys.filter(key => parseJobKey(key) !== undefined)
    const jobs = await pLimit(CALLS_AT_ONCE).map(own, key => this.#job(key))
    return jobs.filter(job => job !== undefined)
  }

  async #job(key: string): Promise<EconomyJob | undefined> {
    const known = this.#collected.get(key)
    if (known !== undefined) return known
    const job = await readDocument(this.#objects, key, economyJobSchema)
    if (job !== undefined && !isUnderWay(job)) this.#collected.set(key, job)
    return job
  }

  /** Writes what is known of a job, or that there is to be one. */
  async writeJob(job: EconomyJob): Promise<void> {
    await writeDocument(this.#objects, jobKey(job.batchId, job.number), job)
  }

  /** Ids of the leaves that are made at once, in place of by the lane. */
  async hurried(batchId: string): Promise<Set<string>> {
    const note = await readDocument(this.#objects, hurriedKey(batchId), hurriedSchema)
    return new Set(note?.leaves)
  }

  async writeHurried(batchId: string, leaves: Iterable<string>): Promise<void> {
    const note = { version: DOCUMENT_VERSION, at: new Date().toISOString(), leaves: [...leaves] }
    await writeDocument(this.#objects, hurriedKey(batchId), note)
  }

  /** Whether a provider may have something of a batch that is not kept yet. */
  async hasJobs(batchId: string): Promise<boolean> {
    return (await this.jobs(batchId)).some(isUnderWay)
  }

  /** When the lane of a batch is to be gone on with, in milliseconds since the epoch, where no queue holds that. */
  async lookAt(batchId: string): Promise<number | undefined> {
    const note = await unlessDamaged(readDocument(this.#objects, lookKey(batchId), lookSchema))
    return note && Date.parse(note.at)
  }

  async writeLookAt(batchId: string, at: number): Promise<void> {
    const note = { version: DOCUMENT_VERSION, at: new Date(at).toISOString() }
    await writeDocument(this.#objects, lookKey(batchId), note, 'none')
  }

  /** Ids of the leaves of a batch that an original is kept of. One listing. */
  async kept(batchId: string): Promise<Set<string>> {
    const ids = new Set<string>()
    for await (const key of this.#objects.list(originalsFolder(batchId))) ids.add(originalLeafId(key))
    return ids
  }
}
