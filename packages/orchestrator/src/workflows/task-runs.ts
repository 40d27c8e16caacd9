import pTimeout from 'p-timeout'
import { OrchestratorUnavailable } from '../orchestrator.ts'

/** A task run as the platform tells of it. */
export interface TaskRun {
  /** `pending`, `running`, `paused`, `completed` or `succeeded` (the same), `failed` or `canceled`. */
  status: string
  /** Why it failed. */
  error?: string | undefined
}

/** What we need of Render Workflows. Every call throws {@link OrchestratorUnavailable} if there is no answer. */
export interface TaskRuns {
  /**
   * @param task name of the task in the workflow
   * @returns id of the run
   */
  start(task: string, args: unknown[]): Promise<string>
  /** Undefined if the platform knows no such run. */
  get(taskRunId: string): Promise<TaskRun | undefined>
  cancel(taskRunId: string): Promise<void>
  /** Makes one call that changes nothing. */
  ping(): Promise<void>
}

/** Where the workflow is. */
export interface WorkflowAddress {
  /** The workflow's slug, as its page in the Render Dashboard shows it. */
  slug: string
  /** Key of the Render API; not needed by a local server. */
  apiKey?: string | undefined
  /** Address of the local server of `render workflows dev`, instead of Render. */
  localUrl?: string | undefined
}

/** Longest wait for the platform's answer, in milliseconds. */
const TIMEOUT_MS = 10_000

/**
 * Opens the client of the Render SDK.
 *
 * @throws Error with how to install it if the SDK is missing
 */
export async function connectRender(address: WorkflowAddress): Promise<TaskRuns> {
  const { Render } = await importSdk()
  const { slug, apiKey, localUrl } = address
  const { workflows } = new Render({
    useLocalDev: localUrl !== undefined,
    ...(apiKey === undefined ? {} : { token: apiKey }),
    ...(localUrl === undefined ? {} : { localDevUrl: localUrl }),
  })
  return {
    start: (task, args) =>
      answer(address, async signal => {
        const { taskRunId } = await workflows.startTask(`${slug}/${task}`, args, signal)
        return taskRunId
      }),
    get: taskRunId =>
      answer(address, async () => {
        try {
          const { status, error } = await workflows.getTaskRun(taskRunId)
          return { status, error }
        } catch (error) {
          if (statusOf(error) === 404) return undefined
          throw error
        }
      }),
    cancel: taskRunId => answer(address, async () => workflows.cancelTaskRun(taskRunId)),
    ping: () =>
      answer(address, async () => {
        await workflows.listTaskRuns({ limit: 1 })
      }),
  }
}

/** Whether a run may still do something. One that the platform does not know never will. */
export function isUnderWay(run: TaskRun | undefined): boolean {
  return run !== undefined && !isCompleted(run) && !['failed', 'canceled'].includes(run.status)
}

/** Whether a run has come to its own end. */
export function isCompleted(run: TaskRun | undefined): boolean {
  return run !== undefined && ['completed', 'succeeded'].includes(run.status)
}

async function importSdk() {
  try {
    return await import('@renderinc/sdk')
  } catch (error) {
    throw new Error(
      'ORCHESTRATOR is workflows, but @renderinc/sdk is not installed. Add "npm run add-render-sdk" at the end of the build command, or unset ORCHESTRATOR.',
      { cause: error },
    )
  }
}

async function answer<T>(address: WorkflowAddress, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await pTimeout(call(AbortSignal.timeout(TIMEOUT_MS)), {
      milliseconds: TIMEOUT_MS,
      message: `no answer within ${TIMEOUT_MS} ms`,
    })
  } catch (error) {
    throw new OrchestratorUnavailable(explain(address, error), {
      orchestrator: 'workflows',
      cause: error,
    })
  }
}

function explain({ slug, localUrl }: WorkflowAddress, error: unknown): string {
  const where = localUrl === undefined ? 'Render Workflows' : `The local workflow server at ${localUrl}`
  switch (statusOf(error)) {
    case 401:
    case 403:
      return `${where} refused the key. Set RENDER_API_KEY to one of the workspace that has the workflow "${slug}".`
    case 404:
      return `${where} has no workflow "${slug}" with our tasks. Set WORKFLOW_SLUG to the slug of the deployed workflow service.`
  }
  const reason = error instanceof Error ? error.message || error.name : String(error)
  const remedy =
    localUrl === undefined
      ? 'See status.render.com.'
      : 'Start it with "render workflows dev -- node services/workflow/src/main.ts", or set RENDER_LOCAL_DEV_URL.'
  return `${where} does not answer (${reason}). ${remedy}`
}

/** HTTP status that an error of the SDK was made from. */
function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined
}
