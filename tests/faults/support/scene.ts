import { type Column, type ColumnRequest, type Leaf, leavesOf } from '@contactsheet/contract'
import { createEmulatorClient, type EmulatorClient } from '@contactsheet/emulator'
import { BatchStore, createDiskStore, createS3Store, type ObjectStore } from '@contactsheet/storage'
import { inject, vi } from 'vitest'
import { post } from '../../support/http.ts'
import { startS3Server } from '../../support/s3-server.ts'
import { type System, type SystemOptions, startSystem } from '../../support/system.ts'
import { type StoreProxy, startStoreProxy } from './store-proxy.ts'

export const MODELS = ['gpt-image-2', 'gemini-3-pro-image']

/** Longest anything of a case is waited for, in milliseconds. The machine may be busy with something else. */
export const TIMEOUT_MS = 120_000

/** A real system whose parts can be made to fail. */
export interface Scene {
  system: System
  /** The store itself, past the proxy. */
  store: BatchStore
  /** What it is made of, past its rules too. */
  objects: ObjectStore
  /** The store as the system sees it. */
  proxy: StoreProxy
  emulator: EmulatorClient
  /**
   * Sends a batch of so many prompts that no other batch has, for both models unless told otherwise.
   *
   * @param word stands in every prompt
   * @param rest of the request
   */
  submit(prompts: number, models?: ColumnRequest[], word?: string, rest?: object): Promise<string>
  close(): Promise<void>
}

export interface SceneOptions extends Partial<SystemOptions> {
  /** Keeps objects in files instead of in the S3 server, which takes no picture beyond 11 MB. */
  onDisk?: boolean
}

/** Starts API, workers, emulator and S3 server as processes. Without a `queueUrl` the queue is the run's Redis. */
export async function openScene({ onDisk = false, ...options }: SceneOptions = {}): Promise<Scene> {
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const release of opened.splice(0).reverse()) await release()
  }
  try {
    const server = await startS3Server()
    opened.push(() => server.stop())
    const proxy = await startStoreProxy(server.endpoint)
    opened.push(() => proxy.close())
    const bucket = `faults-${Date.now()}`
    const served = createS3Store({ ...server, bucket })
    await served.ready()
    const variables = {
      MINIO_ENDPOINT: proxy.endpoint,
      MINIO_ACCESS_KEY: server.accessKey,
      MINIO_SECRET_KEY: server.secretKey,
      MINIO_REGION: server.region,
    }
    const system = await startSystem({
      queueUrl: inject('redisUrl') ?? inject('postgresUrl'),
      ...options,
      env: {
        ...(onDisk ? {} : variables),
        MINIO_BUCKET: bucket,
        ...options.env,
      },
    })
    opened.push(() => system.stop())
    const objects = onDisk ? createDiskStore({ dataDir: system.dataDir, bucket }) : served
    let batches = 0
    return {
      system,
      store: new BatchStore(objects),
      objects,
      proxy,
      emulator: createEmulatorClient(system.emulatorUrl),
      async submit(prompts, models = MODELS, word = 'lighthouse', rest = {}) {
        const number = ++batches
        const titles = Array.from({ length: prompts }, (_, index) => `A ${word}, number ${number}.${index}.`)
        return (await post(system, '/batches', { prompts: titles, models, ...rest })).id
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Waits for something that other processes do. */
export function until<T>(condition: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
  return vi.waitUntil(condition, { timeout: TIMEOUT_MS, interval: 20 }) as Promise<
    NonNullable<Exclude<T, false>>
  >
}

/** What a provider was asked for a leaf; of variations, which are asked for alike, each has an equal share of it. */
export interface LeafCalls {
  calls: number
  /** Calls that a provider may have charged: answered with a picture, or left by their caller. */
  charged: number
  inFlight: number
}

/** What the providers were asked for a batch, by leaf id. */
export async function callsOf({ store, emulator }: Scene, batchId: string): Promise<Map<string, LeafCalls>> {
  const batch = await store.batch(batchId)
  if (batch === undefined) throw new Error(`Batch ${batchId} is not in the store.`)
  const { requests } = await emulator.calls()
  const leaves = [...leavesOf(batch)]
  const pairOf = ({ promptIndex, modelIndex }: Leaf) => `${promptIndex} ${modelIndex}`
  const pairs = Map.groupBy(leaves, pairOf)
  const callsOfLeaf = (leaf: Leaf): LeafCalls => {
    const of = requests.find(
      ({ model, prompt, options }) =>
        model === leaf.model.id &&
        prompt.startsWith(`${leaf.prompt}\n`) &&
        (options ?? '') === toldOptions(leaf.model),
    )
    const share = pairs.get(pairOf(leaf))?.length ?? 1
    const { calls = 0, endings = {}, inFlight = 0 } = of ?? {}
    const charged = (endings['200'] ?? 0) + (endings.aborted ?? 0) + inFlight
    return { calls: calls / share, charged: charged / share, inFlight: inFlight / share }
  }
  return new Map(leaves.map(leaf => [leaf.id, callsOfLeaf(leaf)]))
}

/** What the emulator says of the options that a column asks for. */
function toldOptions(column: Column): string {
  const told = column.provider === 'openai' ? column.quality : column.imageSize
  return told === 'medium' || told === '1K' ? '' : told
}

/** Ids of the leaves of a batch that a provider is at work on. */
export async function inFlight(scene: Scene, batchId: string): Promise<Set<string>> {
  const calls = await callsOf(scene, batchId)
  return new Set([...calls].filter(([, { inFlight }]) => inFlight > 0).map(([leafId]) => leafId))
}
