import createFetchClient, { type Client as Http } from 'openapi-fetch'
import { NoAnswerError } from './errors.ts'
import { eventsOf } from './events.ts'
import type { OnWait } from './patience.ts'
import type { paths } from './schema.ts'
import { createTransport, type Send, type Transport } from './transport.ts'
import type {
  Accepted,
  ArchiveOptions,
  Batch,
  BatchEvent,
  BatchFilter,
  BatchRequest,
  BatchSummary,
  Estimate,
  Leaf,
  LeafDetail,
  LeafFilter,
  ListedModel,
  PickChange,
  PickCounts,
  ResultsFilter,
  Usage,
  UsageQuery,
} from './types.ts'

/** Leaves asked for at once, the most the API gives. */
const LEAVES_A_PAGE = 500

export interface ClientOptions {
  /** Address of the API, with the path that a proxy shows it under. */
  url: string
  /** Sent to the API with every request, if it asks for one; images that are elsewhere are fetched without. */
  token?: string | undefined
  /** Ends every call, by throwing its reason. */
  signal?: AbortSignal | undefined
  /** Hears of every try that failed and is to be followed by another. */
  onWait?: OnWait | undefined
  /** In place of the global one. */
  fetch?: typeof fetch | undefined
}

export interface CallOptions {
  /** Ends the call, by throwing its reason. */
  signal?: AbortSignal | undefined
  /** False: one try. */
  patient?: boolean | undefined
}

/** A file as it arrives. */
export interface Download {
  /** What the API calls it. */
  name: string | undefined
  /** In bytes, where the API knows. */
  size: number | undefined
  body: ReadableStream<Uint8Array>
}

export function createClient(options: ClientOptions): Client {
  return new Client(options)
}

/**
 * Calls the API. Calls try again for up to two minutes where an answer is lost or asks to come back, unless doing them twice would
 * do something else.
 *
 * Every call throws RefusedError for an answer that is an error, and NoAnswerError if there is none.
 */
export class Client {
  /** Address of the API, with a slash at its end. */
  readonly url: string
  /** Any call of the API, typed by its description. */
  readonly http: Http<paths>
  readonly #transport: Transport
  readonly #signal: AbortSignal | undefined
  readonly #onWait: OnWait

  constructor({ url, token, signal, onWait = () => {}, fetch = globalThis.fetch }: ClientOptions) {
    this.url = url.endsWith('/') ? url : `${url}/`
    this.#signal = signal
    this.#onWait = onWait
    this.#transport = createTransport({ url: new URL(this.url), token, signal, onWait, fetch })
    this.http = createFetchClient<paths>({ baseUrl: this.url, fetch: this.#transport.patient })
  }

  /** What a batch would be: nothing is started. In any form that {@link send} takes. */
  async estimate(request: BatchRequest | FormData, options: CallOptions = {}): Promise<Estimate> {
    const params = { query: { dryRun: 'true' as const } }
    const answer = this.http.POST('/batches', { params, ...bodyOf(request), ...this.#how(options) })
    return this.#told(answer, 'images') as Promise<Estimate>
  }

  /**
   * Sends a batch. However often the request arrives, the API makes one batch of it.
   *
   * @param request in either form, or with a table of prompts as a form with `request` and `table`
   * @param options.key idempotency key; one of its own if it is left out
   */
  async send(
    request: BatchRequest | FormData,
    { key = crypto.randomUUID(), ...options }: CallOptions & { key?: string | undefined } = {},
  ): Promise<Accepted> {
    const params = { header: { 'Idempotency-Key': key } }
    const answer = this.http.POST('/batches', { params, ...bodyOf(request), ...this.#how(options) })
    return this.#told(answer, 'id') as Promise<Accepted>
  }

  /** How a batch stands, with the first of its leaves. */
  batch(id: string, options?: CallOptions): Promise<Batch> {
    return this.#told(this.http.GET('/batches/{id}', { ...at(id), ...this.#how(options) }), 'counts')
  }

  /** All batches, newest first, page by page. */
  async *batches(filter: BatchFilter = {}, options?: CallOptions): AsyncGenerator<BatchSummary> {
    let cursor: string | undefined
    do {
      const params = { query: { ...filter, ...(cursor === undefined ? {} : { cursor }) } }
      const page = await this.#told(this.http.GET('/batches', { params, ...this.#how(options) }), 'batches')
      yield* page.batches
      cursor = page.nextCursor
    } while (cursor !== undefined)
  }

  /** The leaves of a batch, in order, page by page. */
  async *leaves(id: string, filter: LeafFilter = {}, options?: CallOptions): AsyncGenerator<Leaf> {
    let cursor: string | undefined
    do {
      const query = { limit: LEAVES_A_PAGE, ...filter, ...(cursor === undefined ? {} : { cursor }) }
      const params = { path: { id }, query }
      const answer = this.http.GET('/batches/{id}/leaves', { params, ...this.#how(options) })
      const page = await this.#told(answer, 'leaves')
      yield* page.leaves
      cursor = page.nextCursor
    } while (cursor !== undefined)
  }

  leaf(id: string, leafId: string, options?: CallOptions): Promise<LeafDetail> {
    const params = { path: { id, leafId } }
    return this.#told(
      this.http.GET('/batches/{id}/leaves/{leafId}', { params, ...this.#how(options) }),
      'leafId',
    )
  }

  /** Cancels what has not settled. */
  cancel(id: string, options?: CallOptions): Promise<Batch> {
    return this.#told(this.http.POST('/batches/{id}/cancel', { ...at(id), ...this.#how(options) }), 'counts')
  }

  /** Runs the failed leaves again. */
  retry(id: string, options?: CallOptions): Promise<Batch> {
    return this.#told(this.http.POST('/batches/{id}/retry', { ...at(id), ...this.#how(options) }), 'counts')
  }

  /** Runs the canceled leaves. */
  finish(id: string, options?: CallOptions): Promise<Batch> {
    return this.#told(this.http.POST('/batches/{id}/finish', { ...at(id), ...this.#how(options) }), 'counts')
  }

  /** Lets nothing more start. */
  pause(id: string, options?: CallOptions): Promise<Batch> {
    return this.#told(this.http.POST('/batches/{id}/pause', { ...at(id), ...this.#how(options) }), 'counts')
  }

  resume(id: string, options?: CallOptions): Promise<Batch> {
    return this.#told(this.http.POST('/batches/{id}/resume', { ...at(id), ...this.#how(options) }), 'counts')
  }

  /** Picks leaves, rejects them, or takes that back; at most 1,000. */
  pick(id: string, picks: PickChange[], options?: CallOptions): Promise<PickCounts> {
    const answer = this.http.POST('/batches/{id}/picks', {
      ...at(id),
      body: { picks },
      ...this.#how(options),
    })
    return this.#told(answer, 'picked')
  }

  /** What happens to a batch, as it happens, up to `settled`: see {@link eventsOf}. */
  events(
    id: string,
    { signal, lastEventId }: { signal?: AbortSignal | undefined; lastEventId?: string | undefined } = {},
  ): AsyncGenerator<BatchEvent> {
    return eventsOf({
      lastEventId,
      signal: AbortSignal.any([signal, this.#signal].filter(given => given !== undefined)),
      onWait: this.#onWait,
      open: async lastId => {
        const header = lastId === undefined ? {} : { 'Last-Event-ID': lastId }
        const params = { path: { id }, header }
        const how = { parseAs: 'stream' as const, ...this.#how({ signal }) }
        const { data } = await this.http.GET('/batches/{id}/events', { params, ...how })
        return data ?? undefined
      },
    })
  }

  /** Uploads a picture for models to go by: the same bytes any number of times are one. */
  upload(picture: Uint8Array | Blob, options?: CallOptions): Promise<{ id: string }> {
    const answer = this.http.POST('/references', {
      // What it is, the API sees for itself.
      headers: { 'content-type': 'application/octet-stream' },
      body: picture as unknown as string,
      bodySerializer: body => body,
      ...this.#how(options),
    })
    return this.#told(answer, 'id')
  }

  /**
   * A picture, whole.
   *
   * @param address as the API tells it: absolute, or a path of the API
   */
  async picture(address: string, options: CallOptions = {}): Promise<Uint8Array> {
    const response = await this.#transport.whole(this.#request(address, options))
    return new Uint8Array(await response.arrayBuffer())
  }

  /** The contact sheet, a JPEG. The API keeps it with the batch. */
  sheet(id: string, options?: CallOptions): Promise<Uint8Array> {
    return this.picture(`batches/${encodeURIComponent(id)}/sheet.jpg`, options)
  }

  /**
   * A file of any size, as it arrives: should it break off, reading its body throws.
   *
   * @param address as the API tells it: absolute, or a path of the API
   */
  async download(address: string, options: CallOptions = {}): Promise<Download> {
    const { headers, body } = await this.#way(options)(this.#request(address, options))
    const name = /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1]
    const size = headers.get('content-length')
    return {
      name,
      size: size === null ? undefined : Number(size),
      body: body ?? new ReadableStream({ start: controller => controller.close() }),
    }
  }

  /** The images of a batch as a ZIP archive. */
  archive(id: string, { signal, patient, ...query }: ArchiveOptions & CallOptions = {}): Promise<Download> {
    return this.download(pathOf(id, 'archive.zip', query), { signal, patient })
  }

  /** How every leaf stands, as a table. */
  results(
    id: string,
    format: 'csv' | 'jsonl',
    { signal, patient, ...query }: ResultsFilter & CallOptions = {},
  ): Promise<Download> {
    return this.download(pathOf(id, `results.${format}`, query), { signal, patient })
  }

  /** The models there are. An API of an older release says nothing of availability. */
  async models({ all = false, ...options }: CallOptions & { all?: boolean } = {}): Promise<ListedModel[]> {
    const params = { query: all ? { all: 'true' as const } : {} }
    return (await this.#told(this.http.GET('/models', { params, ...this.#how(options) }), 'models')).models
  }

  /** What batches of some days came to. */
  usage(query: UsageQuery = {}, options?: CallOptions): Promise<Usage> {
    return this.#told(this.http.GET('/usage', { params: { query }, ...this.#how(options) }), 'from')
  }

  /** Whether the process is alive. One try. */
  async healthz({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    await this.#told(this.http.GET('/healthz', this.#how({ signal, patient: false })), 'status')
  }

  /**
   * Whether the API can do its work. One try.
   *
   * @throws RefusedError saying what it lacks
   */
  async readyz({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    await this.#told(this.http.GET('/readyz', this.#how({ signal, patient: false })), 'status')
  }

  #way({ patient = true }: CallOptions = {}): Send {
    return patient ? this.#transport.patient : this.#transport.once
  }

  #how(options: CallOptions = {}): { fetch: Send; signal?: AbortSignal } {
    const { signal } = options
    return { fetch: this.#way(options), ...(signal === undefined ? {} : { signal }) }
  }

  /** A path of the API is told with the path a proxy shows it under, if the API knows that, and else without. */
  #request(address: string, { signal }: CallOptions): Request {
    const isWhole = address.startsWith(new URL(this.url).pathname)
    const url = new URL(isWhole ? address : address.replace(/^\//, ''), this.url)
    return new Request(url, signal === undefined ? {} : { signal })
  }

  /**
   * What a call was told.
   *
   * @param field that every such answer of the API has
   * @throws NoAnswerError if the answer lacks it: something else is at the address
   */
  async #told<T, Field extends KeysOf<T>>(
    call: Promise<{ data?: T }>,
    field: Field,
  ): Promise<T & Record<Field, unknown>> {
    const { data } = await call.catch(error => {
      if (error instanceof SyntaxError) return { data: undefined }
      throw error
    })
    if (typeof data === 'object' && data !== null && field in data) return data as T & Record<Field, unknown>
    throw new NoAnswerError(
      `${this.url} answered, but not as a Contactsheet API of this version does. Check the address.`,
      { lost: false },
    )
  }
}

/** The fields of any of several types. */
type KeysOf<T> = T extends unknown ? keyof T & string : never

function at(id: string) {
  return { params: { path: { id } } }
}

/** A form is sent as it is. */
function bodyOf(request: BatchRequest | FormData) {
  return { body: request as BatchRequest }
}

function pathOf(id: string, file: string, query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given)}`
  return `batches/${encodeURIComponent(id)}/${file}${search}`
}
