import type { Limits } from '@contactsheet/contract'
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type Job,
  type JobProgress,
  type Processor,
  Queue,
  type Telemetry,
  Worker,
  type WorkerOptions,
} from 'bullmq'
import pTimeout from 'p-timeout'
import { OrchestratorUnavailable } from '../orchestrator.ts'
import { connectRedis } from './redis.ts'
import { refusalOf } from './refusal.ts'
import { carrying } from './telemetry.ts'

/** Where the queue is, and under which name. */
export interface QueueAddress {
  /** `redis://`, `rediss://` or `postgres://`. */
  url: string
  /** Names the keys (Redis) or the schema (PostgreSQL), so that deployments can share a server. */
  prefix: string
  /** What all workers together may ask of providers and models. */
  limits: Limits
  /** What makes spans of jobs; undefined: nothing does. */
  telemetry?: Telemetry | undefined
}

export type JobQueue<Data, Result = unknown> = Queue<
  Data,
  Result,
  string,
  Data,
  Result,
  string,
  IQueueBackend,
  unknown
>
type JobWorker<Data, Result> = Worker<Data, Result, string, IQueueBackend, JobProgress, unknown>

/** A child of a job, by its queue and its id. */
interface Child {
  queue: string
  id: string
}

/** Reads what children of a job returned, those that are asked for; undefined for one that has returned nothing. */
export type ChildValues = (parent: Job) => (children: readonly Child[]) => Promise<unknown[]>

/** BullMQ on one server: everything that differs between Redis and PostgreSQL is behind this. */
export interface Backend {
  queue<Data, Result = unknown>(name: string): JobQueue<Data, Result>
  /** Whether a command that a lost connection left unanswered is sent again. */
  readonly resends: boolean
  /**
   * Since when the server has been reached without a break, in milliseconds since the epoch. What was added to a queue
   * before may have been taken back since: a server can come back as it was some time ago.
   */
  connectedAt(): number
  /** The same, if that was after a break; undefined if there never was one. */
  reconnectedAt(): number | undefined
  worker<Data, Result>(
    name: string,
    processor: Processor<Data, Result, string>,
    options: Omit<WorkerOptions, 'connection' | 'prefix'>,
  ): JobWorker<Data, Result>
  childValues: ChildValues
  /** Asks for a small write, which a server that is full or read-only refuses. */
  probe(queue: JobQueue<unknown>): Promise<void>
  /**
   * Runs something against the server, for as long as a caller of the API would wait.
   *
   * @throws OrchestratorUnavailable if the server does not answer in time, or refuses
   */
  ask<T>(run: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** How long Redis keeps what a probe wrote, in seconds. */
const PROBE_LIFE_S = 60

/** Longest a producer waits for the server before it says that there is none, in milliseconds. */
const PRODUCER_TIMEOUT_MS = 3_000

/** How often a command that a lost connection left unanswered is sent again, by role; without end for null. */
const SENT_AGAIN = { producer: 1, consumer: null, adder: 0 } as const
type Role = keyof typeof SENT_AGAIN

/**
 * Connects to a queue server. A producer (the API) fails fast, so that its callers can be told; a consumer (the worker)
 * waits for the server to come back; an adder, which a worker adds leaves with, sends nothing twice.
 *
 * @param onError hears of every lost connection
 */
export function connectBackend(address: QueueAddress, role: Role, onError: (error: Error) => void): Backend {
  const { connection, factory, refusal, ...server } = /^rediss?:/.test(address.url)
    ? redisFactory(address, role, onError)
    : postgresFactory(address)
  const shared = { connection, prefix: address.prefix, telemetry: address.telemetry ?? carrying }
  return {
    queue<Data, Result = unknown>(name: string): JobQueue<Data, Result> {
      const queue: JobQueue<Data, Result> = new Queue(name, shared, factory)
      queue.on('error', onError)
      return queue
    },
    worker<Data, Result>(
      name: string,
      processor: Processor<Data, Result, string>,
      options: Omit<WorkerOptions, 'connection' | 'prefix'>,
    ): JobWorker<Data, Result> {
      const worker: JobWorker<Data, Result> = new Worker(name, processor, { ...options, ...shared }, factory)
      worker.on('error', onError)
      return worker
    },
    ask: run => withinTimeout(address, run, refusal),
    ...server,
  }
}

interface Connected extends Omit<Backend, 'queue' | 'worker' | 'ask'> {
  /** BullMQ insists on one, though the factory has its own, typed. */
  connection: unknown
  factory: BackendFactory<IQueueBackend, unknown>
  /** Why there is no connection at the moment, as far as the server or the way to it said. */
  refusal(): Error | undefined
}

function redisFactory(address: QueueAddress, role: Role, onError: (error: Error) => void): Connected {
  let refusal: Error | undefined
  let connectedAt = Date.now()
  let reconnectedAt: number | undefined
  const client = connectRedis(
    address.url,
    {
      maxRetriesPerRequest: SENT_AGAIN[role],
      connectTimeout: PRODUCER_TIMEOUT_MS,
      retryStrategy: times => Math.min(100 * 2 ** times, 2_000),
    },
    {
      onError(error) {
        refusal = error
        onError(error)
      },
      onReady(again) {
        refusal = undefined
        connectedAt = Date.now()
        if (again) reconnectedAt = connectedAt
      },
    },
  )
  return {
    connection: client,
    refusal: () => refusal,
    resends: SENT_AGAIN[role] !== 0,
    connectedAt: () => connectedAt,
    reconnectedAt: () => reconnectedAt,
    factory: (name, options, extra) => createRedisBackend(name, { ...options, connection: client }, extra),
    // BullMQ itself gives the values of all children at once: 100 MB of them for the largest batches.
    childValues: parent => async children => {
      const names = children.map(({ queue, id }) => `${address.prefix}:${queue}:${id}`)
      const values = await client.hmget(`${parent.queueQualifiedName}:${parent.id}:processed`, ...names)
      return values.map(value => (value === null ? undefined : JSON.parse(value)))
    },
    async probe() {
      await client.set(`${address.prefix}:probe`, '1', 'EX', PROBE_LIFE_S)
    },
    async close() {
      client.disconnect()
    },
  }
}

function postgresFactory(address: QueueAddress): Connected {
  const startedAt = Date.now()
  const connection = {
    connectionString: address.url,
    schema: address.prefix,
    migrate: true,
    connectionTimeoutMillis: PRODUCER_TIMEOUT_MS,
    // Each queue and each worker has a pool of its own; together they must stay well below the server's 100.
    max: 4,
  }
  return {
    connection,
    factory: (name, options, extra) => createPostgresBackend(name, { ...options, connection }, extra),
    childValues: parent => {
      const all = parent
        .getChildrenValues()
        .then(
          values =>
            new Map(
              Object.entries(values ?? {}).map(([key, value]) => [
                key.slice(key.lastIndexOf(':') + 1),
                value,
              ]),
            ),
        )
      return async children => {
        const values: ReadonlyMap<string, unknown> = await all
        return children.map(({ id }) => values.get(id))
      }
    },
    // The queue of batches has no such limit: nothing changes, and a read-only server refuses it all the same.
    async probe(queue) {
      await queue.removeGlobalConcurrency()
    },
    // Each command brings its own.
    refusal: () => undefined,
    resends: false,
    // It keeps what it has answered. From a copy it takes longer to come back than any worker looks ahead.
    connectedAt: () => startedAt,
    reconnectedAt: () => undefined,
    async close() {},
  }
}

/** @throws OrchestratorUnavailable, with the reason, if the server does not answer in time, or refuses */
async function withinTimeout<T>(
  address: QueueAddress,
  run: () => Promise<T>,
  refusal: () => Error | undefined,
): Promise<T> {
  const silence = address.url.startsWith('rediss:') ? ', as from a server that does not speak TLS' : ''
  try {
    return await pTimeout(run(), {
      milliseconds: PRODUCER_TIMEOUT_MS,
      message: `no answer within ${PRODUCER_TIMEOUT_MS} ms${silence}`,
    })
  } catch (error) {
    // A command that waits in vain for a connection does not know why there is none.
    const reason = refusalOf(refusal() ?? error)
    throw new OrchestratorUnavailable(
      `The queue at ${withoutPassword(address.url)} cannot be reached (${reason}). Set QUEUE_URL to a Redis or PostgreSQL server that runs.`,
      { cause: error },
    )
  }
}

function withoutPassword(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}
