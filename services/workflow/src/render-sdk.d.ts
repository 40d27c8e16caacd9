/** What we use of the optional `@renderinc/sdk`, which only the workflow service installs. */
declare module '@renderinc/sdk/workflows' {
  /** What a task reaches other tasks with. */
  export interface TaskContext {
    /** Runs a task as a run of its own, with the platform's retries, and waits for its result. */
    run<Args extends unknown[], Result>(task: TaskDefinition<Args, Result>, ...args: Args): Promise<Result>
  }

  export interface TaskDefinition<Args extends unknown[] = unknown[], Result = unknown> {
    readonly name: string
    readonly func: (context: TaskContext, ...args: Args) => Result | Promise<Result>
  }

  export interface TaskOptions {
    name: string
    retry?: { maxRetries: number; waitDurationMs: number; backoffScaling?: number }
    timeoutSeconds?: number
    /** Size of the machine: `starter` (0.5 CPU, 512 MB), `standard` (1 CPU, 2 GB), `pro` (2 CPU, 4 GB). */
    plan?: string
  }

  export function task<Args extends unknown[], Result>(
    options: TaskOptions,
    func: (context: TaskContext, ...args: Args) => Result | Promise<Result>,
  ): TaskDefinition<Args, Result>
}
