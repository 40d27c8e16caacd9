import { fork } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'

/** A process of ours to start. */
export interface ChildSpec {
  /** Shown to people, and the name of its log. */
  name: string
  /** Module it runs. It sends `{ ready: address }` once it is ready, and stops on SIGTERM or when its parent is gone. */
  entry: string
  args?: string[]
  /** Its whole environment. */
  env: Readonly<Record<string, string>>
  /** File that takes what it writes; emptied first. */
  logFile: string
}

/** A process that was started. */
export interface Child {
  readonly name: string
  /** Its address, once it is ready. Rejects with {@link ChildError} if it ends before that. */
  readonly ready: Promise<string>
  /** Rejects with {@link ChildError} when it ends, unless {@link stop} was called before. */
  readonly failed: Promise<never>
  /** Asks it to stop, waits until it has, and ends whatever it left running. Can be called again. */
  stop(): Promise<void>
  /** Ends it and everything it started at once. */
  kill(): void
}

/** A process ended that should not have. The message holds the last lines of its log. */
export class ChildError extends Error {
  override readonly name = 'ChildError'
}

/** Lines of the log that an error shows. */
const TAIL_LINES = 15

/**
 * Starts a process that leads a group of its own, so that a Ctrl-C in the terminal does not reach it and it can be
 * stopped in order, and everything it starts can be ended with it.
 */
export async function startChild(spec: ChildSpec): Promise<Child> {
  const log = await open(spec.logFile, 'w')
  const process = fork(spec.entry, spec.args ?? [], {
    detached: true,
    env: spec.env,
    execArgv: [],
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  })
  const ended = once(process, 'exit')
  await log.close()
  let stopping = false

  const ready = Promise.withResolvers<string>()
  const failed = Promise.withResolvers<never>()
  for (const { promise } of [ready, failed]) promise.catch(() => {})
  process.on('message', message => {
    if (isReady(message)) ready.resolve(message.ready)
  })
  ended.then(async ([code, signal]) => {
    sweep(process.pid)
    const end = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
    const error = new ChildError(`The ${spec.name} ${end}.${await tail(spec.logFile)}`)
    ready.reject(error)
    if (!stopping) failed.reject(error)
  }, failed.reject)

  return {
    name: spec.name,
    ready: ready.promise,
    failed: failed.promise,
    async stop() {
      stopping = true
      process.kill('SIGTERM')
      await ended
    },
    kill() {
      stopping = true
      sweep(process.pid)
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

async function tail(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines = text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
  return lines === '' ? '' : ` Its last words (${file}):\n${lines}`
}
