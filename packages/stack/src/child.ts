import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** A process of ours to start. */
export interface ChildSpec {
  /** Shown to people. */
  name: string
  /** Module it runs. It sends `{ ready: address }` once it is ready, and stops on SIGTERM or when its parent is gone. */
  entry: string
  args?: string[]
  /** Its whole environment. */
  env: Readonly<Record<string, string | undefined>>
  /** File that takes what it writes; emptied first. Its folder must be there. */
  logFile: string
}

/** A process that was started. */
export interface Child {
  readonly name: string
  /** Process id; undefined if it could not even be started. */
  readonly pid: number | undefined
  /** Its address, once it is ready. Rejects with {@link ChildError} if it ends before that. */
  readonly ready: Promise<string>
  /** Rejects with {@link ChildError} when it ends, unless {@link stop} or {@link kill} was called before. */
  readonly failed: Promise<never>
  /** Asks it to stop, waits until it has, and ends whatever it left running. Can be called again. */
  stop(): Promise<void>
  /** Ends it and everything it started at once. */
  kill(): void
}

/** A process ended that should not have. The message says why, or shows the end of its log. */
export class ChildError extends Error {
  override readonly name = 'ChildError'
}

/** Exit code of a service whose configuration cannot be used; what it wrote last says why. */
const EXIT_CONFIG = 2

/**
 * All of them share one machine. Left alone, glibc keeps freed memory in eight pools a core, and V8 lets what is young grow to
 * 128 MB where there is much memory: together more than the pictures of a worker take. The least is what API and worker
 * stay at, see `@contactsheet/runtime/small-heap`.
 */
export const FRUGAL = {
  env: { MALLOC_ARENA_MAX: '2' },
  execArgv: ['--min-semi-space-size=4', '--max-semi-space-size=16'],
}

/** Lines of the log that an error shows, and characters of each. */
const TAIL_LINES = 12
const TAIL_COLUMNS = 240

/**
 * Starts a process that leads a group of its own, so that a Ctrl-C in the terminal does not reach it and it can be
 * stopped in order, and everything it starts can be ended with it.
 */
export function startChild(spec: ChildSpec): Child {
  const log = openSync(spec.logFile, 'w')
  const child = fork(spec.entry, spec.args ?? [], {
    detached: true,
    env: { ...FRUGAL.env, ...spec.env },
    execArgv: FRUGAL.execArgv,
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const ended = once(child, 'exit').finally(() => sweep(child.pid))
  let stopping = false

  const ready = new Promise<string>((resolve, reject) => {
    child.on('message', message => {
      if (isReady(message)) resolve(message.ready)
    })
    ended.then(async end => reject(await explain(spec, end)), reject)
  })
  const failed = new Promise<never>((_, reject) => {
    ended.then(async end => stopping || reject(await explain(spec, end)), reject)
  })
  // Whoever starts a process need not wait for either.
  ready.catch(() => {})
  failed.catch(() => {})

  return {
    name: spec.name,
    pid: child.pid,
    ready,
    failed,
    async stop() {
      stopping = true
      child.kill('SIGTERM')
      await ended
    },
    kill() {
      stopping = true
      sweep(child.pid)
    },
  }
}

function isReady(message: unknown): message is { ready: string } {
  return typeof message === 'object' && message !== null && 'ready' in message
}

/** Ends what is left of a group of processes. */
function sweep(group: number | undefined): void {
  if (group === undefined) return
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // Nothing is left.
  }
}

async function explain(spec: ChildSpec, [code, signal]: unknown[]): Promise<ChildError> {
  const text = await readFile(spec.logFile, 'utf8').catch(() => '')
  const lines = text.trimEnd().split('\n')
  if (code === EXIT_CONFIG) return new ChildError(lines.filter(line => !line.startsWith('{')).join('\n'))
  const end = typeof signal === 'string' ? `was ended by ${signal}` : `ended with code ${code}`
  const tail = text === '' ? 'It wrote nothing.' : `The end of ${spec.logFile}:`
  // A service says last, in words, what it died of. That is shown whole.
  const cause = lines.findLast(line => !line.startsWith('{')) ?? ''
  const shown = lines.slice(-TAIL_LINES).filter(line => line !== cause)
  return new ChildError(
    [
      `The ${spec.name} ${end}. ${tail}`,
      ...shown.map(line => line.slice(0, TAIL_COLUMNS)),
      ...(cause === '' ? [] : [cause]),
    ].join('\n'),
  )
}
