import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RegisteredTask, type Run, rootOf } from './runs.ts'
import { runTaskProcess, type TaskCommand, type TaskEnd } from './task-process.ts'

/** A process that has ended, and what it ran. */
export interface EndedProcess extends TaskEnd {
  task: string
}

/**
 * A stand-in for Render Workflows on this machine: one process per attempt, retries as the tasks registered them, and no
 * more runs at once than a workspace may have. Runs wait for their turn in the order they were asked for.
 */
export class Platform {
  readonly runs = new Map<string, Run>()
  /** In the order they ended. */
  readonly processes: EndedProcess[] = []
  /** Most runs there were at once. */
  peak = 0
  readonly #command: TaskCommand
  readonly #slots: number
  readonly #waiting: Run[] = []
  readonly #working = new Set<Promise<void>>()
  readonly #folder = mkdtemp(join(tmpdir(), 'render-'))
  #running = 0
  #sockets = 0
  #registering: Promise<void> | undefined
  #registered: RegisteredTask[] = []

  /** @param slots runs at once */
  constructor(command: TaskCommand, slots: number) {
    this.#command = command
    this.#slots = slots
  }

  /** What the service registers. */
  async tasks(): Promise<RegisteredTask[]> {
    this.#registering ??= this.#register()
    await this.#registering
    return this.#registered
  }

  /** Starts a task; undefined if there is none of this name. */
  async start(name: string, input: string): Promise<Run | undefined> {
    const task = (await this.tasks()).find(known => known.name === name)
    return task === undefined ? undefined : this.#enqueue(task, input, undefined)
  }

  /** Cancels a run with everything below it. */
  cancel(run: Run): void {
    for (const other of this.runs.values()) {
      if (rootOf(other) !== run || (other.status !== 'pending' && other.status !== 'running')) continue
      other.status = 'canceled'
      other.abort?.()
    }
  }

  /** Waits until nothing runs, or waits for its turn. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working)
  }

  /** Ends everything, and waits until it has. */
  async stop(): Promise<void> {
    for (const run of this.runs.values()) this.cancel(run)
    await this.idle()
    await rm(await this.#folder, { recursive: true, force: true })
  }

  async #register(): Promise<void> {
    const { tasks, stderr } = await runTaskProcess(
      this.#command,
      await this.#socket(),
      undefined,
      AbortSignal.timeout(20_000),
    )
    if (tasks === undefined) throw new Error(`The workflow service registered nothing: ${stderr}`)
    this.#registered = tasks
  }

  #enqueue(task: RegisteredTask, input: string, parent: Run | undefined): Run {
    const id = `trn-${this.runs.size + 1}`
    const run: Run = { id, task, input, parent, status: 'pending', attempts: 0 }
    this.runs.set(id, run)
    this.#waiting.push(run)
    this.#next()
    return run
  }

  #next(): void {
    while (this.#running < this.#slots) {
      const run = this.#waiting.shift()
      if (run === undefined) return
      if (run.status !== 'pending') continue
      this.#running++
      this.peak = Math.max(this.peak, this.#running)
      const work = this.#attempt(run).finally(() => {
        this.#running--
        this.#working.delete(work)
        this.#next()
      })
      this.#working.add(work)
    }
  }

  async #attempt(run: Run): Promise<void> {
    const abort = new AbortController()
    run.abort = () => abort.abort()
    run.status = 'running'
    run.attempts++
    const end = await runTaskProcess(
      this.#command,
      await this.#socket(),
      {
        input: { task_name: run.task.name, input: run.input },
        runSubtask: (name, input) => this.#runSubtask(run, name, input),
        subtaskResult: id => resultOf(this.runs.get(id)),
      },
      abort.signal,
      // The result counts from when it is given, whether or not the process ends.
      ({ output }) => {
        if (output !== undefined && run.status === 'running')
          Object.assign(run, { output, status: 'completed' })
      },
    )
    this.processes.push({ ...end, task: run.task.name })
    if (run.status === 'running') this.#failed(run, end)
  }

  #failed(run: Run, { error, code, stderr }: TaskEnd): void {
    run.error = error ?? `the process ended with code ${code} before the task: ${stderr.slice(-500)}`
    const { max_retries = 0, wait_duration_ms = 0, factor = 2 } = run.task.options?.retry ?? {}
    if (run.attempts > max_retries) {
      run.status = 'failed'
      return
    }
    run.status = 'pending'
    setTimeout(
      () => {
        this.#waiting.push(run)
        this.#next()
      },
      wait_duration_ms * factor ** (run.attempts - 1),
    ).unref()
  }

  #runSubtask(parent: Run, name: string, input: string): { task_run_id: string } | undefined {
    const task = this.#registered.find(known => known.name === name)
    if (task === undefined || parent.status !== 'running') return undefined
    return { task_run_id: this.#enqueue(task, input, parent).id }
  }

  async #socket(): Promise<string> {
    return join(await this.#folder, `${++this.#sockets}.sock`)
  }
}

function resultOf(run: Run | undefined) {
  if (run?.status === 'completed') return { still_running: false, complete: { output: run.output ?? '' } }
  if (run?.status === 'failed') return { still_running: false, error: { details: run.error ?? '' } }
  if (run?.status === 'canceled') return { still_running: false, error: { details: 'task run canceled' } }
  return { still_running: run !== undefined }
}
