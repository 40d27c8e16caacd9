import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrandIntake, ReferenceIntake } from '@contactsheet/brand/intake'
import { type Batch, Catalog, type LeafRecord, leavesOf, resultOf } from '@contactsheet/contract'
import { type Orchestrator, OrchestratorUnavailable, QueueUnwritable } from '@contactsheet/orchestrator'
import { apiTokens, createLogger, tokenRightsSchema } from '@contactsheet/runtime'
import {
  BatchStore,
  createDiskStore,
  IdempotencyKeys,
  type ObjectStore,
  WorkerNotes,
} from '@contactsheet/storage'
import type { FastifyInstance } from 'fastify'
import { makeRecord } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { type AppDeps, createApp } from './app.ts'
import { judgeTemplate } from './brand/check-template.ts'
import { commonAnswers } from './openapi/common-answers.ts'

/** An orchestrator that only remembers what it was told, and can be down. */
class FakeOrchestrator implements Orchestrator {
  name: Orchestrator['name'] = 'bullmq'
  readonly started: string[] = []
  readonly nudged: string[] = []
  readonly leaves = new Set<string>()
  /** Whether it answers and takes no jobs. */
  full = false
  /** Which calls fail as they do when the queue is gone. */
  readonly down = new Set<'start' | 'running' | 'ready' | 'knows'>()

  async start(batchId: string): Promise<void> {
    this.#answer('start')
    this.started.push(batchId)
  }

  async knows(batchId: string): Promise<boolean> {
    this.#answer('knows')
    return this.started.includes(batchId)
  }

  async running(): Promise<Set<string>> {
    this.#answer('running')
    return new Set(this.leaves)
  }

  async cancel(): Promise<void> {}

  async nudge(batchId: string): Promise<void> {
    this.nudged.push(batchId)
  }

  async ready(): Promise<void> {
    this.#answer('ready')
  }

  async check(): Promise<void> {
    this.#answer('ready')
    if (this.full) throw new QueueUnwritable('The queue at redis://inner.host is full.')
  }

  async close(): Promise<void> {}

  #answer(call: 'start' | 'running' | 'ready' | 'knows'): void {
    if (this.down.has(call))
      throw new OrchestratorUnavailable('What is at inner.host is gone.', { orchestrator: this.name })
  }
}

/** The API over a store of its own on disk. */
export interface TestApi {
  app: FastifyInstance
  /** What the app was made of: another instance of it can be made of the same. */
  deps: AppDeps
  store: BatchStore
  /** What the store is made of: a way past its rules, to damage things and to look. */
  objects: ObjectStore
  orchestrator: FakeOrchestrator
  /** Folder of the bucket. */
  folder: string
  close(): Promise<void>
}

/** What an API is made of that is to be tried. */
type TestDeps = Omit<Partial<AppDeps>, 'tokens'> & { tokens?: string[]; rights?: object }

/** @param deps in place of the usual ones; tokens and rights as in API_TOKENS and TOKEN_RIGHTS */
export async function openApi({ tokens, rights, ...deps }: TestDeps = {}): Promise<TestApi> {
  const dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-api-'))
  const objects = createDiskStore({ dataDir, bucket: 'thumbnails' })
  const store = new BatchStore(objects)
  await store.ready()
  const orchestrator = new FakeOrchestrator()
  const made: AppDeps = {
    store,
    keys: new IdempotencyKeys(objects),
    orchestrator,
    catalog: new Catalog(),
    intake: new BrandIntake(store.brand, { maxFontBytes: 400_000, maxLogoBytes: 50_000 }, judgeTemplate),
    references: new ReferenceIntake(store.references, { allowPrivate: false }),
    workers: new WorkerNotes(objects),
    limits: { maxImages: 100, maxPromptLength: 50, maxBodyBytes: 20_000, requestsPerMinute: 12_000 },
    nudgeSecrets: {
      openai: { variable: 'OPENAI_WEBHOOK_SECRET', secret: undefined },
      google: { variable: 'GEMINI_WEBHOOK_SECRET', secret: undefined },
    },
    log: createLogger('api', 'silent'),
    tokens: tokens && apiTokens(tokens, tokenRightsSchema.parse(rights ?? {})),
    ...deps,
  }
  const app = createApp(made)
  assertAnswersDescribed(app)
  return {
    app,
    deps: made,
    store,
    objects,
    orchestrator,
    folder: join(dataDir, 'thumbnails'),
    async close() {
      await app.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Makes a fault, 500, of every answer that the description of its route does not have. */
function assertAnswersDescribed(app: FastifyInstance): void {
  app.addHook('onSend', async ({ routeOptions }, reply) => {
    const { schema } = routeOptions
    if (schema === undefined || schema.hide === true || reply.statusCode === 500) return
    const { method, url, config } = routeOptions
    const described = { ...commonAnswers({ method, config }, schema), ...Object(schema.response) }
    if (described[reply.statusCode] === undefined)
      throw Object.assign(
        new Error(`${method} ${url} answers ${reply.statusCode}, which its schema does not describe.`),
        { statusCode: 500 },
      )
  })
}

/** Settles every leaf of a stored batch, as told, and the batch with them. */
export async function settle(
  store: BatchStore,
  batch: Batch,
  rest: (leafId: string) => Partial<LeafRecord> = () => ({}),
): Promise<LeafRecord[]> {
  const records = [...leavesOf(batch)].map(leaf => makeRecord(batch, leaf, rest(leaf.id)))
  for (const record of records) await store.writeRecord(record)
  await store.settle(draftOf(resultOf(batch, records)))
  return records
}
