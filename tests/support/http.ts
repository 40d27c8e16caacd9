import {
  type Accepted,
  acceptedSchema,
  type BatchView,
  batchViewSchema,
  isOpenState,
} from '@contactsheet/contract'

/** Something with an API at a URL. */
interface Reachable {
  url: string
  /** Sent with every call. */
  token?: string | undefined
}

/** What the API answers to a GET. Throws if that is an error. */
export async function get({ url, token }: Reachable, path: string): Promise<unknown> {
  return answerOf(await fetch(url + path, { headers: bearer(token) }))
}

/** Sends a batch. Throws if it is not accepted. */
export async function post({ url, token }: Reachable, path: string, body: unknown): Promise<Accepted> {
  const headers = { 'content-type': 'application/json', ...bearer(token) }
  return acceptedSchema.parse(
    await answerOf(await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })),
  )
}

/** The batch with its first leaves, once every leaf has settled. Waits for it as long as the test may take. */
export async function untilSettled(api: Reachable, id: string): Promise<BatchView> {
  for (;;) {
    const view = batchViewSchema.parse(await get(api, `/batches/${id}`))
    if (!isOpenState(view.state)) return view
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

export function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status}: ${text}`)
  return JSON.parse(text)
}
