import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { decode, encode } from './runs.ts'

/** A minimal stand-in for `@renderinc/sdk/workflows`: the same calls over the same socket. */

interface Options {
  name: string
  retry?: { maxRetries: number; waitDurationMs: number; backoffScaling?: number }
  timeoutSeconds?: number
  plan?: string
}
type Func = (context: Context, ...args: never[]) => unknown
interface Definition {
  name: string
  func: Func
}

const tasks = new Map<string, Options & { func: Func }>()

export function task(options: Options, func: Func): Definition {
  tasks.set(options.name, { ...options, func })
  if (tasks.size === 1 && process.env.RENDER_SDK_SOCKET_PATH !== undefined)
    setImmediate(() =>
      serve().catch((error: unknown) => {
        console.error('Failed to start task server:', error)
        process.exit(1)
      }),
    )
  return Object.freeze({ name: options.name, func })
}

class Context {
  async run(definition: Definition, ...args: unknown[]): Promise<unknown> {
    const body = { task_name: definition.name, input: encode(args) }
    const { task_run_id } = await call('POST', '/run-subtask', body)
    for (;;) {
      const result = await call('POST', '/get-subtask-result', { task_run_id })
      if (result.still_running) await sleep(100)
      else if (result.error !== undefined) throw new Error(`Subtask failed: ${result.error.details}`)
      else return result.complete?.output === '' ? undefined : first(decode(result.complete?.output ?? ''))
    }
  }
}

async function serve(): Promise<void> {
  if (process.env.RENDER_SDK_MODE === 'register') {
    const list = [...tasks.values()].map(({ name, retry, timeoutSeconds, plan }) => ({
      name,
      options: {
        retry: {
          max_retries: retry?.maxRetries,
          wait_duration_ms: retry?.waitDurationMs,
          factor: retry?.backoffScaling,
        },
        timeout_seconds: timeoutSeconds,
        plan,
      },
    }))
    await call('POST', '/register-tasks', { tasks: list })
    return
  }
  const { task_name, input } = await call('GET', '/input')
  try {
    const known = tasks.get(task_name)
    if (known === undefined) throw new Error(`Task '${task_name}' not found in registry`)
    const result = await known.func(new Context(), ...(decode(input) as never[]))
    await call('POST', '/callback', { complete: { output: result === undefined ? '' : encode([result]) } })
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    await call('POST', '/callback', details === '' ? { complete: { output: '' } } : { error: { details } })
    throw error
  }
}

function first(values: unknown): unknown {
  return Array.isArray(values) ? values[0] : undefined
}

interface Message {
  task_run_id: string
  task_name: string
  input: string
  still_running: boolean
  error?: { details: string }
  complete?: { output: string }
}

function call(method: string, path: string, body?: unknown): Promise<Message> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { socketPath: process.env.RENDER_SDK_SOCKET_PATH, method, path },
      async response => {
        const answer = await text(response)
        if ((response.statusCode ?? 500) >= 400) reject(new Error(`HTTP ${response.statusCode}: ${answer}`))
        else resolve(answer === '' ? {} : JSON.parse(answer))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body === undefined ? '' : JSON.stringify(body))
  })
}
