import { access, constants, mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Env } from '@contactsheet/runtime'
import { acquireStack, type Holder, type RunningStack, type StackLock } from './lock.ts'
import type { Settings } from './settings.ts'
import { CommandError } from './shell/errors.ts'
import { type Interruption, unlessAborted } from './shell/interruption.ts'
import { startStack } from './stack.ts'
import { Supervisor } from './supervisor.ts'

/** How a command uses the stack of this machine. */
export interface LocalUse<T> {
  command: Holder['command']
  /** Address for the API to listen on. */
  api: { host: string; port: number }
  /** What else has to be there before the API starts. */
  prepare?(stop: AbortSignal): Promise<void>
  /** Called if another command has to finish first. */
  onWait(holder: Holder): void
  /** A stack runs already, under `start`. */
  join(running: RunningStack): Promise<T>
  /** The stack was started. It is stopped when this returns. */
  use(url: string, lock: StackLock): Promise<T>
}

/**
 * Uses the stack of this machine: the one that runs already, or one that is started for it and stopped afterwards,
 * whatever happens.
 */
export async function withLocalStack<T>(
  settings: Settings,
  env: Env,
  interruption: Interruption,
  { command, api, prepare, onWait, join, use }: LocalUse<T>,
): Promise<T> {
  await makeDataDir(settings.DATA_DIR)
  const lock = await acquireStack(settings.DATA_DIR, command, onWait, interruption.stop)
  if ('url' in lock) return join(lock)

  const supervisor = new Supervisor()
  interruption.force.addEventListener('abort', () => supervisor.kill())
  const run = async () => {
    await assertPortFree(api)
    const url = await startStack(supervisor, settings, env, api, prepare?.(interruption.stop))
    return Promise.race([use(url, lock), supervisor.failed])
  }
  try {
    return await unlessAborted(interruption.stop, run())
  } finally {
    if (interruption.stop.aborted) console.error('Stopping… (Ctrl-C again to stop at once)')
    await supervisor.stop()
    lock.release()
  }
}

async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new CommandError(
      `The folder for data, ${dataDir}, cannot be used (${error instanceof Error ? error.message : String(error)}). Set DATA_DIR to one that can.`,
    )
  }
}

/** Finds out before anything is started. */
async function assertPortFree({ host, port }: { host: string; port: number }): Promise<void> {
  const server = createServer()
  const reason = await new Promise<unknown>(resolve => {
    server.once('error', error => resolve('code' in error ? error.code : error.message))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
  if (reason === undefined) return
  throw new CommandError(
    reason === 'EADDRINUSE'
      ? `Port ${port} is taken by another program. Stop that, or choose another port: PORT=${port + 1} npm start`
      : `The API cannot listen on ${host}, port ${port} (${reason}). Set HOST and PORT to an address it can have.`,
  )
}
