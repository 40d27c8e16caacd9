import {
  type Accepted,
  acceptedSchema,
  type BatchView,
  batchViewSchema,
  type LeafView,
  leafPageSchema,
  type Problem,
  problemSchema,
} from '@contactsheet/contract'
import { z } from 'zod'

/** Longest wait for an answer to begin. */
const TIMEOUT_MS = 30_000

/** Leaves asked for at once. */
const PAGE = 500

/** As much of the list of models as counts here. An API of an older release says nothing of availability. */
const modelsSchema = z.object({
  models: z.array(
    z.object({
      id: z.string(),
      available: z.boolean().default(true),
      unavailableReason: z.string().optional(),
    }),
  ),
})

/** The API refused a request, for a reason it gave. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The API did not answer, or not as it should. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
}

/** Calls the API. Everything it returns has been checked against the contract. */
export class ApiClient {
  readonly url: string
  readonly #token: string | undefined

  /**
   * @param url address of the API
   * @param token sent with every request, if the API asks for one
   */
  constructor(url: string, token: string | undefined) {
    this.url = url.endsWith('/') ? url : `${url}/`
    this.#token = token
  }

  /** Sends a batch, in either form. */
  send(request: unknown): Promise<Accepted> {
    return this.#json(acceptedSchema, 'batches', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
  }

  /** Why models cannot be made at the moment, by their ids; those that can be are left out. */
  async unavailable(): Promise<Map<string, string>> {
    const { models } = await this.#json(modelsSchema, 'models?all=true')
    return new Map(
      models.flatMap(({ id, available, unavailableReason = 'not available' }) =>
        available ? [] : [[id, unavailableReason]],
      ),
    )
  }

  batch(id: string): Promise<BatchView> {
    return this.#json(batchViewSchema, `batches/${id}`)
  }

  /** Every leaf of a batch, in order. */
  async leaves(id: string): Promise<LeafView[]> {
    const leaves: LeafView[] = []
    let cursor: string | undefined
    do {
      const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === undefined ? {} : { cursor }) })
      const page = await this.#json(leafPageSchema, `batches/${id}/leaves?${query}`)
      leaves.push(...page.leaves)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return leaves
  }

  /** The contact sheet, a JPEG. The API keeps it with the batch. */
  sheet(id: string): Promise<Uint8Array> {
    return this.picture(`batches/${id}/sheet.jpg`)
  }

  /** @param address absolute, or a path of the API. The token goes to the API only. */
  async picture(address: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#request(address)).arrayBuffer())
  }

  async #json<T extends z.ZodType>(schema: T, path: string, init?: RequestInit): Promise<z.output<T>> {
    const response = await this.#request(path, init)
    const result = schema.safeParse(await response.json().catch(() => undefined))
    if (!result.success)
      throw new NoAnswerError(
        `${response.url} answered, but not as a Contactsheet API of this version does. Check the address.`,
      )
    return result.data
  }

  /** A path of the API is told with the path a proxy shows it under, if the API knows that, and else without. */
  #located(address: string): URL {
    const isWhole = address.startsWith(new URL(this.url).pathname)
    return new URL(isWhole ? address : address.replace(/^\//, ''), this.url)
  }

  async #request(address: string, init: RequestInit = {}): Promise<Response> {
    const url = this.#located(address)
    const headers = new Headers(init.headers)
    if (this.#token !== undefined && url.origin === new URL(this.url).origin)
      headers.set('authorization', `Bearer ${this.#token}`)
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { ...init, headers, signal }).catch(error => {
      throw new NoAnswerError(`${this.url} cannot be reached (${reasonOf(error)}).`, { cause: error })
    })
    if (response.ok) return response
    const problem = problemSchema.safeParse(await response.json().catch(() => undefined))
    throw new RefusedError(
      response.status,
      problem.success ? oneLine(problem.data) : `${url.origin}${url.pathname} answered ${response.status}.`,
    )
  }
}

function oneLine({ detail, errors }: Problem): string {
  if (errors === undefined || errors.length === 0) return detail
  return errors.map(({ field, message }) => `${field}: ${message}`).join('; ')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message
  return error.name === 'TimeoutError' ? `no answer within ${TIMEOUT_MS / 1_000} s` : error.message
}
