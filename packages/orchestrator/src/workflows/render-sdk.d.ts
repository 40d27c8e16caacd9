/** What we use of the optional `@renderinc/sdk`, which is not installed where nothing runs under Render Workflows. */
declare module '@renderinc/sdk' {
  export class Render {
    constructor(options: { token?: string; useLocalDev?: boolean; localDevUrl?: string })
    readonly workflows: {
      /** @param task `<workflow slug>/<task name>` */
      startTask(task: string, args: unknown[], signal?: AbortSignal): Promise<{ readonly taskRunId: string }>
      getTaskRun(taskRunId: string): Promise<{ status: string; error?: string }>
      cancelTaskRun(taskRunId: string): Promise<void>
      listTaskRuns(query: { limit?: number }): Promise<unknown[]>
    }
  }
}
