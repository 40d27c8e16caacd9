import type { paths } from '@contactsheet/client'
import { createStore } from '../lib/store.ts'
import { apiAddress, parseAnswer } from './address.ts'
import type { AnswerOf, MethodOf, PathOf, QueryOf, Told } from './description.ts'
import type { FieldError } from './types.ts'

/** An answer of the API that is an error. `message` is for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly errors: readonly FieldError[]

  constructor(status: number, message: string, errors: readonly FieldError[] = []) {
    super(message)
    this.status = status
    this.errors = errors
  }
}

/** There was no answer, or one of something between the page and the API. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** Whether the last call reached the API. */
export const reachable = createStore(true)

/** Whether the API wants a token before it answers anything else. */
export const locked = createStore(false)

/** Sessions opened so far: an answer to a call from before the last one says nothing about it. */
let sessions = 0

/** A session was opened. */
export function unlock(): void {
  sessions++
  locked.set(false)
}

const GATEWAY = new Set([502, 504])

/** What a call says beside its path. */
type Call<Operation> = Rest<Operation> & PathOf<Operation>

interface Rest<Operation> {
  query?: QueryOf<Operation>
  /** Sent as JSON; a file as it is. */
  body?: object
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
  /** Lets the call outlive the page. */
  keepalive?: boolean
}

/**
 * Calls the API by its description.
 *
 * @returns the answer's JSON; undefined if it has no body
 * @throws ApiProblem if the answer is an error, Unreachable if there is none, DOMException if `signal` aborts
 */
export async function call<Path extends keyof paths, Method extends MethodOf<Path>>(
  method: Method,
  path: Path,
  ...[how]: Told<Call<paths[Path][Method]>>
): Promise<AnswerOf<paths[Path][Method]>> {
  const {
    path: parts = {},
    query,
    body,
    headers,
    signal,
    keepalive = false,
  } = (how ?? {}) as Rest<unknown> & { path?: object }
  const session = sessions
  let response: Response
  try {
    response = await fetch(apiAddress(located(path, parts) + search({ ...query })), {
      // Fetch makes capitals of the names of the common methods alone, which PATCH is not one of.
      method: method.toUpperCase(),
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': typeOf(body) }) },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
      keepalive,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    reachable.set(false)
    throw new Unreachable('The API cannot be reached.')
  }
  if (GATEWAY.has(response.status)) {
    reachable.set(false)
    throw new Unreachable('The API cannot be reached.')
  }
  reachable.set(true)
  const answer = await json(response)
  if (response.ok) return answer as AnswerOf<paths[Path][Method]>
  if (response.status === 401 && path !== '/session' && session === sessions) locked.set(true)
  throw problemOf(response, answer)
}

function located(path: string, parts: object): string {
  return path.replaceAll(/{(\w+)}/g, (_, name: string) =>
    encodeURIComponent(String(Reflect.get(parts, name))),
  )
}

/** A query, in which what is undefined or empty is left out. */
export function search(values: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}

function typeOf(body: object): string {
  if (!(body instanceof Blob)) return 'application/json'
  return body.type === '' ? 'application/octet-stream' : body.type
}

async function json(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return text === '' ? undefined : parseAnswer(text)
  } catch {
    return undefined
  }
}

function problemOf(response: Response, answer: unknown): ApiProblem {
  const { detail, errors } = (answer ?? {}) as { detail?: unknown; errors?: FieldError[] }
  const message = typeof detail === 'string' ? detail : `The API answered ${response.status}.`
  return new ApiProblem(response.status, message, Array.isArray(errors) ? errors : [])
}
