/** A task as it registered itself. */
export interface RegisteredTask {
  name: string
  options?: {
    retry?: { max_retries: number; wait_duration_ms: number; factor?: number }
    timeout_seconds?: number
    plan?: string
  }
}

type RunStatus = 'pending' | 'running' | 'completed' | 'failed' | 'canceled'

/** One run of a task, through all its attempts. */
export interface Run {
  id: string
  task: RegisteredTask
  /** Base64 of the JSON array of arguments. */
  input: string
  parent: Run | undefined
  status: RunStatus
  attempts: number
  /** Base64 of the JSON array that holds the result. */
  output?: string
  error?: string
  /** Ends the attempt under way. */
  abort?: () => void
}

/** A run as the public API tells of it. */
export function runView(run: Run) {
  const { id, task, status, error, input, output, parent, attempts } = run
  const root = rootOf(run)
  return {
    id,
    taskId: task.name,
    status,
    input: decode(input),
    results: output === undefined ? [] : decode(output),
    ...(error === undefined ? {} : { error }),
    parentTaskRunId: parent?.id ?? '',
    rootTaskRunId: root.id,
    retries: Math.max(0, attempts - 1),
    attempts: [],
  }
}

export function rootOf(run: Run): Run {
  return run.parent === undefined ? run : rootOf(run.parent)
}

export function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64')
}

export function decode(text: string): unknown {
  return text === '' ? [] : JSON.parse(Buffer.from(text, 'base64').toString())
}
