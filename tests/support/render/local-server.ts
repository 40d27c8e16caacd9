import { once } from 'node:events'
import { createServer } from 'node:http'
import { type Answer, answering } from './exchange.ts'
import { Platform } from './platform.ts'
import { encode, runView } from './runs.ts'
import type { TaskCommand } from './task-process.ts'

/** A stand-in for the local server of `render workflows dev`: the public API of task runs over a {@link Platform}. */
export interface LocalServer {
  url: string
  platform: Platform
  /** Starts a task by hand, as `render workflows start` does, and waits for its end. */
  run(task: string, args: unknown[]): Promise<ReturnType<typeof runView>>
  stop(): Promise<void>
}

export interface LocalServerOptions {
  command: TaskCommand
  /** Runs at once; 20 if not said, as in the smallest workspace. */
  slots?: number
  /** The only workflow there is. */
  slug?: string
}

/** Starts a server on a free port. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { command, slots = 20, slug = 'contactsheet' } = options
  const platform = new Platform(command, slots)
  const server = createServer(
    answering((request, body) => {
      const { pathname } = new URL(request.url ?? '', 'http://local')
      const [, version, kind, id] = pathname.split('/')
      if (version !== 'v1' || kind !== 'task-runs') return [404, { message: 'not found', id: '' }]
      if (id !== undefined && id !== '') return oneRun(platform, request.method, id)
      if (request.method === 'POST') return startRun(platform, slug, body)
      return [200, [...platform.runs.values()].map(run => ({ taskRun: runView(run), cursor: run.id }))]
    }),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '',
    platform,
    async run(task, args) {
      const run = await platform.start(task, encode(args))
      if (run === undefined) throw new Error(`There is no task ${task}.`)
      while (run.status === 'pending' || run.status === 'running')
        await new Promise(resolve => setTimeout(resolve, 20))
      return runView(run)
    },
    async stop() {
      await platform.stop()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function startRun(platform: Platform, slug: string, body: unknown): Promise<Answer> {
  const { task, input } = body as { task: string; input: unknown[] }
  const [workflow, name = ''] = task.split('/')
  const run = workflow === slug ? await platform.start(name, encode(input)) : undefined
  return run === undefined ? [404, { message: `task not found: ${task}`, id: '' }] : [202, runView(run)]
}

function oneRun(platform: Platform, method: string | undefined, id: string): Answer {
  const run = platform.runs.get(id)
  if (run === undefined) return [404, { message: `task run not found: ${id}`, id: '' }]
  if (method !== 'DELETE') return [200, runView(run)]
  platform.cancel(run)
  return [204]
}
