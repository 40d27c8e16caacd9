/** A minimal stand-in for the client of `@renderinc/sdk`: the same calls to the same API. */

class ClientError extends Error {
  readonly statusCode: number

  constructor(message: string, statusCode: number) {
    super(message)
    this.statusCode = statusCode
  }
}

export class Render {
  readonly workflows: Workflows

  constructor(options: { token?: string; useLocalDev?: boolean; localDevUrl?: string }) {
    const base = options.useLocalDev
      ? (options.localDevUrl ?? 'http://localhost:8120')
      : 'https://api.render.com'
    this.workflows = new Workflows(`${base}/v1/task-runs`)
  }
}

class Workflows {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async startTask(task: string, input: unknown[], signal?: AbortSignal): Promise<{ taskRunId: string }> {
    const { id } = await this.#call('', {
      method: 'POST',
      body: JSON.stringify({ task, input }),
      ...(signal && { signal }),
    })
    return { taskRunId: id }
  }

  getTaskRun(id: string) {
    return this.#call(`/${id}`)
  }

  async cancelTaskRun(id: string): Promise<void> {
    await this.#call(`/${id}`, { method: 'DELETE' })
  }

  listTaskRuns(_query: object) {
    return this.#call('')
  }

  async #call(path: string, init: RequestInit = {}) {
    const response = await fetch(this.#url + path, init)
    const answer = await response.text()
    if (!response.ok) throw new ClientError(answer, response.status)
    return answer === '' ? {} : JSON.parse(answer)
  }
}
