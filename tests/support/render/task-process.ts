import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { answering } from './exchange.ts'
import type { RegisteredTask } from './runs.ts'

/** How a process of the workflow service is started. */
export interface TaskCommand {
  program: string
  args: string[]
  /** Folder to start it in; that of this process if not said. */
  cwd?: string
  env: Readonly<Record<string, string | undefined>>
}

/** What a task process may ask for while it runs, over its socket. */
export interface TaskHost {
  input: { task_name: string; input: string }
  /** Undefined if the parent was canceled. */
  runSubtask(task: string, input: string): { task_run_id: string } | undefined
  subtaskResult(taskRunId: string): unknown
}

/** How a task process ended. */
export interface TaskEnd {
  /** Base64 of the result's JSON. */
  output?: string
  error?: string
  tasks?: RegisteredTask[]
  /** Between its result and its end by itself, in milliseconds. */
  lingeredMs: number
  code: number | null
  stderr: string
}

/** What a task process sends. */
interface Message {
  tasks?: RegisteredTask[]
  error?: { details: string }
  complete?: { output: string }
  task_name?: string
  task_run_id?: string
  input?: string
}

const NO_HOST: TaskHost = {
  input: { task_name: '', input: '' },
  runSubtask: () => undefined,
  subtaskResult: () => ({ still_running: false }),
}

/**
 * Runs one process of a workflow service, as the platform does: with a socket of its own, over which it registers its
 * tasks or runs one, until it ends by itself.
 *
 * @param host undefined asks it to register
 * @param onAnswer called with its result, before it ends
 */
export async function runTaskProcess(
  command: TaskCommand,
  socketPath: string,
  host: TaskHost | undefined,
  signal: AbortSignal,
  onAnswer: (end: Partial<TaskEnd>) => void = () => {},
): Promise<TaskEnd> {
  const { input, runSubtask, subtaskResult } = host ?? NO_HOST
  const given: Partial<TaskEnd> = {}
  let answeredAt: number | undefined
  const take = (end: Partial<TaskEnd>) => {
    answeredAt ??= performance.now()
    onAnswer(Object.assign(given, end))
    return [200] as const
  }
  const server = createServer(
    answering((request, body) => {
      const message = body as Message
      switch (request.url) {
        case '/input':
          return [200, input]
        case '/register-tasks':
          return take({ tasks: message.tasks ?? [] })
        case '/callback':
          if (message.error !== undefined) return take({ error: message.error.details })
          return take({ output: message.complete?.output ?? '' })
        case '/run-subtask': {
          const started = runSubtask(message.task_name ?? '', message.input ?? '')
          return started === undefined ? [409, { message: 'the parent was canceled' }] : [200, started]
        }
        case '/get-subtask-result':
          return [200, subtaskResult(message.task_run_id ?? '')]
        default:
          return [404]
      }
    }),
  )
  server.listen(socketPath)
  await once(server, 'listening')
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: {
      ...command.env,
      RENDER_SDK_SOCKET_PATH: socketPath,
      RENDER_SDK_MODE: host === undefined ? 'register' : 'run',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  })
  // An aborted process is an error before it is an end.
  child.on('error', () => {})
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  const lingeredMs = answeredAt === undefined ? 0 : performance.now() - answeredAt
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await rm(socketPath, { force: true })
  return { ...given, lingeredMs, code, stderr }
}
