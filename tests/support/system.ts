import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Child, startChild } from '@contactsheet/stack'

const ENTRIES = {
  api: '../../services/api/src/main.ts',
  worker: '../../services/worker/src/main.ts',
  emulator: '../../packages/emulator/src/main.ts',
}

export interface SystemOptions {
  queueUrl: string
  /** Added to the environment of every process. */
  env?: Readonly<Record<string, string>>
  /** How many workers; 1 if not said. */
  workers?: number
  /** Answers of the emulator take so many milliseconds, from and to. */
  latencyMs?: string
}

/** The real thing on one machine: API, workers and emulator as processes, in a namespace of their own. */
export interface System {
  /** Address of the API. */
  url: string
  emulatorUrl: string
  dataDir: string
  env: Readonly<Record<string, string>>
  api: Child
  workers: Child[]
  /** Logs of the processes of a kind, in the order they were started. */
  logs(name: 'api' | 'worker' | 'emulator'): string[]
  startWorker(env?: Readonly<Record<string, string>>): Promise<Child>
  stop(): Promise<void>
}

/** Starts a system with a store of its own on disk, unless `env` names another, and a queue namespace of its own. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-system-'))
  const children: Child[] = []
  const logFiles: { name: string; file: string }[] = []
  const start = async (name: keyof typeof ENTRIES, env: Readonly<Record<string, string>>) => {
    const entry = fileURLToPath(new URL(ENTRIES[name], import.meta.url))
    const logFile = join(dataDir, `${name}-${logFiles.length}.log`)
    logFiles.push({ name, file: logFile })
    const child = startChild({ name, entry, env, logFile })
    children.push(child)
    return { child, address: await child.ready }
  }
  const stop = async () => {
    await Promise.all(children.map(child => child.stop()))
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    const emulator = await start('emulator', {
      PATH: process.env.PATH ?? '',
      EMULATOR_PORT: '0',
      EMULATOR_SEED: '1',
      EMULATOR_LATENCY_MS: options.latencyMs ?? '10-50',
      EMULATOR_PICTURES: 'flat',
    })
    const env = {
      PATH: process.env.PATH ?? '',
      QUEUE_URL: options.queueUrl,
      QUEUE_PREFIX: `test_${randomBytes(6).toString('hex')}`,
      DATA_DIR: dataDir,
      PORT: '0',
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: `${emulator.address}/v1`,
      GOOGLE_API_KEY: 'none',
      GOOGLE_GEMINI_BASE_URL: emulator.address,
      ...options.env,
    }
    const startWorker = async (extra: Readonly<Record<string, string>> = {}) =>
      (await start('worker', { ...env, ...extra })).child
    const [api, ...workers] = await Promise.all([
      start('api', env),
      ...Array.from({ length: options.workers ?? 1 }, () => startWorker()),
    ])
    const logs = (name: string) => logFiles.filter(log => log.name === name).map(log => log.file)
    return {
      url: api.address,
      emulatorUrl: emulator.address,
      dataDir,
      env,
      api: api.child,
      workers,
      logs,
      startWorker,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
