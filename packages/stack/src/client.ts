import {
  type Accepted,
  acceptedSchema,
  type BatchView,
  batchViewSchema,
  type Estimate,
  estimateSchema,
  type LeafView,
  leafPageSchema,
  type Problem,
  placeOfError,
  problemSchema,
} from '@contactsheet/contract'
import { retryAfterMs } from '@contactsheet/providers'
import { z } from 'zod'
import { formOf } from './batch/table-file.ts'
import { patiently, type Verdict } from './patience.ts'

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

const uploadSchema = z.object({ id: z.string() })

/** Answers that pass by themselves: a rate limit, an API that is away or behind somebody who lost its answer. */
const PASSING = [408, 425, 429, 502, 503, 504]

/** The API refused a request, for a reason it gave. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  /** How long the API asks to wait before another try, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(status: number, message: string, retryAfterMs?: number) {
    super(message)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/** The API did not answer, or not as it should. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  /** Whether this request, or one before it, may have arrived all the same. If not, the address is likely wrong. */
  readonly lost: boolean

  constructor(message: string, { lost, cause }: { lost: boolean; cause?: unknown }) {
    super(message, { cause })
    this.lost = lost
  }
}

export interface ClientOptions {
  /** Sent with every request, if the API asks for one. */
  token?: string | undefined
  /** Ends every call, by throwing its reason. */
  signal?: AbortSignal
  /** Hears of every try that failed and is to be followed by another. */
  onWait?(error: unknown, waitMs: number): void
}

/** Calls the API. Everything it returns has been checked against the contract. */
export class ApiClient {
  readonly url: string
  readonly #token: string | undefined
  readonly #signal: AbortSignal | undefined
  readonly #onWait: (error: unknown, waitMs: number) => void
  /** Whether a request has ever arrived, or may have. */
  #reached = false

  /** @param url address of the API */
  constructor(url: string, { token, signal, onWait }: ClientOptions = {}) {
    this.url = url.endsWith('/') ? url : `${url}/`
    this.#token = token
    this.#signal = signal
    this.#onWait = onWait ?? (() => {})
  }

  /** What a batch would be: nothing is started. In any form that {@link send} takes. */
  estimate(request: unknown): Promise<Estimate> {
    return this.#patiently(() => this.#json(estimateSchema, 'batches?dryRun=true', post(request)))
  }

  /**
   * Sends a batch, in either form or with a table of prompts, and tries again for up to two minutes where the answer is lost or asks to come back.
   *
   * @param key idempotency key: however often a request arrives with it, the API makes one batch
   */
  send(request: unknown, key: string): Promise<Accepted> {
    return this.#patiently(() =>
      this.#json(acceptedSchema, 'batches', post(request, { 'idempotency-key': key })),
    )
  }

  /** Uploads a picture for models to go by: the same bytes any number of times are one. */
  async upload(picture: Uint8Array): Promise<void> {
    const body = picture as Uint8Array<ArrayBuffer>
    const headers = { 'content-type': 'application/octet-stream' }
    await this.#patiently(() => this.#json(uploadSchema, 'references', { method: 'POST', body, headers }))
  }

  /** Why models cannot be made at the moment, by their ids; those that can be are left out. */
  async unavailable(): Promise<Map<string, string>> {
    const { models } = await this.#patiently(() => this.#json(modelsSchema, 'models?all=true'))
    return new Map(
      models.flatMap(({ id, available, unavailableReason = 'not available' }) =>
        available ? [] : [[id, unavailableReason]],
      ),
    )
  }

  /** One try: whoever follows a batch asks again anyway. */
  batch(id: string): Promise<BatchView> {
    return this.#json(batchViewSchema, `batches/${id}`)
  }

  /** Every leaf of a batch, in order. */
  async leaves(id: string): Promise<LeafView[]> {
    const leaves: LeafView[] = []
    let cursor: string | undefined
    do {
      const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === undefined ? {} : { cursor }) })
      const page = await this.#patiently(() => this.#json(leafPageSchema, `batches/${id}/leaves?${query}`))
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
  picture(address: string): Promise<Uint8Array> {
    return this.#patiently(async () => {
      const response = await this.#request(address)
      const bytes = await response.arrayBuffer().catch(error => {
        throw this.#noAnswer(error)
      })
      return new Uint8Array(bytes)
    })
  }

  async #json<T extends z.ZodType>(schema: T, path: string, init?: RequestInit): Promise<z.output<T>> {
    const response = await this.#request(path, init)
    const text = await response.text().catch(error => {
      throw this.#noAnswer(error)
    })
    const result = schema.safeParse(parse(text))
    if (!result.success)
      throw new NoAnswerError(
        `${response.url} answered, but not as a Contactsheet API of this version does. Check the address.`,
        { lost: false },
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
    const timeout = AbortSignal.timeout(TIMEOUT_MS)
    const signal = this.#signal === undefined ? timeout : AbortSignal.any([timeout, this.#signal])
    const response = await fetch(url, { ...init, headers, signal }).catch(error => {
      throw this.#noAnswer(error)
    })
    this.#reached = true
    if (response.ok) return response
    const problem = problemSchema.safeParse(parse(await response.text().catch(() => '')))
    throw new RefusedError(
      response.status,
      problem.success ? oneLine(problem.data) : `${url.origin}${url.pathname} answered ${response.status}.`,
      retryAfterMs(response.headers),
    )
  }

  #patiently<T>(call: () => Promise<T>): Promise<T> {
    return patiently(call, { judge, onWait: this.#onWait, signal: this.#signal })
  }

  #noAnswer(error: unknown): unknown {
    if (this.#signal?.aborted) return this.#signal.reason
    const code = codeOf(error)
    if (code === undefined ? isTimeout(error) : !NEVER_SENT.test(code)) this.#reached = true
    const message = `${this.url} cannot be reached (${code ?? reasonOf(error)}).`
    return new NoAnswerError(message, { lost: this.#reached, cause: error })
  }
}

/** Codes of a request that has not left: nobody was there to take it, or nobody to be trusted with it. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT|TLS|SSL/

function post(request: unknown, headers: Record<string, string> = {}): RequestInit {
  const form = formOf(request)
  if (form !== undefined) return { method: 'POST', headers, body: form }
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  }
}

function judge(error: unknown): Verdict {
  if (error instanceof NoAnswerError) return error.lost ? { waitMs: undefined } : 'give up'
  if (!(error instanceof RefusedError)) return 'give up'
  // A conflict passes where the API says when. One for good names no time.
  const passes = PASSING.includes(error.status) || (error.status === 409 && error.retryAfterMs !== undefined)
  return passes ? { waitMs: error.retryAfterMs } : 'give up'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function oneLine({ detail, errors }: Problem): string {
  if (errors === undefined || errors.length === 0) return detail
  return errors.map(error => `${placeOfError(error)}: ${error.message}`).join('; ')
}

/** The system's code for a connection that failed. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (isTimeout(error)) return `no answer within ${TIMEOUT_MS / 1_000} s`
  return error.cause instanceof Error ? error.cause.message : error.message
}
