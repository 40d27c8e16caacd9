import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const COMMANDS = ['batch', 'start'] as const

/** Who runs the stack of a data folder, as its `stack.json` says. */
const holderSchema = z.object({
  pid: z.int(),
  command: z.enum(COMMANDS),
  /** Address of the API of `start`, once it is ready. */
  url: z.url().optional(),
})
export type Holder = z.output<typeof holderSchema>

/** The right to run the stack of a data folder. The system takes it back when this process ends, however it ends. */
export interface StackLock {
  /** Tells other commands where the API is, for them to use it. */
  publish(url: string): void
  release(): void
}

/** A stack that runs already. */
export interface RunningStack {
  pid: number
  url: string
}

/** How often a waiting process looks again. */
const POLL_MS = 250

/** SQLite's code for a database that another process has locked. */
const SQLITE_BUSY = 5

/**
 * Takes the right to run the stack of a data folder: two stacks there would run each other's batches. Waits for
 * another command to finish, unless it is a `start`, whose API can be used.
 *
 * @param dataDir the folder, which must be there
 * @param onWait called once if there is something to wait for
 * @param signal ends the waiting, by throwing its reason
 */
export async function acquireStack(
  dataDir: string,
  command: Holder['command'],
  onWait: (holder: Holder) => void,
  signal: AbortSignal,
): Promise<StackLock | RunningStack> {
  for (let waits = false; ; ) {
    const lock = tryLock(dataDir, command)
    if (lock !== undefined) return lock
    const holder = readHolder(dataDir)
    const running = await runningUnder(holder)
    if (running !== undefined) return running
    if (!waits && holder !== undefined) {
      waits = true
      onWait(holder)
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}

/** The stack of a data folder that `start` runs, if one does. */
export function findStack(dataDir: string): Promise<RunningStack | undefined> {
  return runningUnder(readHolder(dataDir))
}

async function runningUnder(holder: Holder | undefined): Promise<RunningStack | undefined> {
  if (holder?.url === undefined || !(await answers(holder.url))) return undefined
  return { pid: holder.pid, url: holder.url }
}

/** SQLite locks a file the same way on every system, and leaves no lock behind that somebody would have to judge. */
function tryLock(dataDir: string, command: Holder['command']): StackLock | undefined {
  const database = new DatabaseSync(join(dataDir, 'stack.lock'))
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined
    throw error
  }
  const file = holderFile(dataDir)
  const write = (holder: Holder) => writeFileSync(file, JSON.stringify(holder))
  write({ pid: process.pid, command })
  return {
    publish: url => write({ pid: process.pid, command, url }),
    release() {
      rmSync(file, { force: true })
      database.close()
    },
  }
}

function readHolder(dataDir: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(holderFile(dataDir), 'utf8')))
  } catch {
    // It is just being written, or gone.
    return undefined
  }
}

function holderFile(dataDir: string): string {
  return join(dataDir, 'stack.json')
}

function answers(url: string): Promise<boolean> {
  return fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(2_000) }).then(
    response => response.ok,
    () => false,
  )
}
