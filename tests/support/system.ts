import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Child, startChild } from '@contactsheet/stack'
import { PROCESS_ENV } from './process-env.ts'
import { type LocalServer, startLocalServer } from './render/local-server.ts'

const ENTRIES = {
  api: 'services/api/src/main.ts',
  worker: 'services/worker/src/main.ts',
  workflow: 'services/workflow/src/main.ts',
  emulator: 'packages/emulator/src/main.ts',
}

/** This checkout of the repository. */
const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

/** Preloaded into a process, lets it find a Render SDK. */
const SDK = new URL('render/register.mjs', import.meta.url).href

export interface SystemOptions {
  /** Address of the queue; `workflows` for a system without queue and workers, on a stand-in for Render. */
  queueUrl: string
  /** Added to the environment of every process. */
  env?: Readonly<Record<string, string>>
  /** Added to that of the workers. */
  workerEnv?: Readonly<Record<string, string>>
  /** How many workers; 1 if not said. Render Workflows has none. */
  workers?: number
  /** Runs at once on the stand-in for Render; 8 if not said. */
  slots?: number
  /** Answers of the emulator take so many milliseconds, from and to. */
  latencyMs?: string
  /** An emulator that runs already; one of its own if not said. */
  emulatorUrl?: string
  /** Folder of the checkout whose API and workers run; this one if not said. */
  checkout?: string
}

/** The real thing on one machine: API, workers or tasks, and emulator as processes, in a namespace of their own. */
export interface System {
  /** Address of the API. */
  url: string
  emulatorUrl: string
  dataDir: string
  env: Readonly<Record<string, string>>
  api: Child
  workers: Child[]
  /** What stands in for Render, if the system runs on it. */
  render: LocalServer | undefined
  /** Logs of the processes of a kind, in the order they were started. */
  logs(name: 'api' | 'worker' | 'emulator'): string[]
  /** Another API on the same store and queue. */
  startApi(): Promise<{ child: Child; address: string }>
  startWorker(env?: Readonly<Record<string, string>>): Promise<Child>
  stop(): Promise<void>
}

/** Starts a system with a store of its own on disk, unless `env` names another, and a queue namespace of its own. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-system-'))
  const children: Child[] = []
  const logFiles: { name: string; file: string }[] = []
  const start = async (name: keyof typeof ENTRIES, env: Readonly<Record<string, string>>) => {
    const entry = entryOf(name, name === 'emulator' ? CHECKOUT : options.checkout)
    const logFile = join(dataDir, `${name}-${logFiles.length}.log`)
    logFiles.push({ name, file: logFile })
    const child = startChild({ name, entry, env, logFile })
    children.push(child)
    return { child, address: await child.ready }
  }
  let render: LocalServer | undefined
  const stop = async () => {
    await Promise.all([...children.map(child => child.stop()), render?.stop()])
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    const emulator =
      options.emulatorUrl ??
      (await start('emulator', emulatorEnv(options.latencyMs ?? '10-50', 'flat'))).address
    const shared = {
      ...PROCESS_ENV,
      DATA_DIR: dataDir,
      PORT: '0',
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: `${emulator}/v1`,
      GOOGLE_API_KEY: 'none',
      GOOGLE_GEMINI_BASE_URL: emulator,
      ...options.env,
    }
    if (options.queueUrl === 'workflows') render = await startWorkflows(shared, options.slots ?? 8)
    const env = { ...shared, ...orchestration(options.queueUrl, render) }
    const workers = render === undefined ? (options.workers ?? 1) : 0
    const startWorker = async (extra: Readonly<Record<string, string>> = {}) =>
      (await start('worker', { ...env, ...options.workerEnv, ...extra })).child
    const [api, ...started] = await Promise.all([
      start('api', env),
      ...Array.from({ length: workers }, () => startWorker()),
    ])
    const logs = (name: string) => logFiles.filter(log => log.name === name).map(log => log.file)
    return {
      url: api.address,
      emulatorUrl: emulator,
      dataDir,
      env,
      api: api.child,
      workers: started,
      render,
      logs,
      startApi: () => start('api', env),
      startWorker,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * The workflow service on a stand-in for Render.
 *
 * @param slots runs at once
 */
export function startWorkflows(env: Readonly<Record<string, string>>, slots: number): Promise<LocalServer> {
  return startLocalServer({
    command: { program: process.execPath, args: ['--import', SDK, entryOf('workflow')], env },
    slots,
  })
}

function entryOf(name: keyof typeof ENTRIES, checkout = CHECKOUT): string {
  return join(checkout, ENTRIES[name])
}

/**
 * The environment of an emulator on a free port.
 *
 * @param latencyMs what its answers take, from and to
 */
export function emulatorEnv(latencyMs: string, pictures: string): Record<string, string> {
  return {
    ...PROCESS_ENV,
    EMULATOR_PORT: '0',
    EMULATOR_SEED: '1',
    EMULATOR_LATENCY_MS: latencyMs,
    EMULATOR_PICTURES: pictures,
  }
}

/** Variables that name the orchestrator. */
function orchestration(queueUrl: string, render: LocalServer | undefined): Record<string, string> {
  if (render === undefined)
    return { QUEUE_URL: queueUrl, QUEUE_PREFIX: `test_${randomBytes(6).toString('hex')}` }
  return {
    ORCHESTRATOR: 'workflows',
    WORKFLOW_SLUG: 'contactsheet',
    RENDER_LOCAL_DEV_URL: render.url,
    NODE_OPTIONS: `--import ${SDK}`,
  }
}
