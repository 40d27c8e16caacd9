import {
  type Accepted,
  type BatchView,
  batchViewSchema,
  isOpenState,
  type LeafView,
  leafPageSchema,
} from '@contactsheet/contract'
import { bearer, get, post, untilSettled } from '../../support/http.ts'
import { getPacked, type Packed, unpack } from '../measure/packed.ts'
import { stepsOf } from '../measure/steps.ts'
import { LOOK, type Order } from '../order.ts'

/** The calls of the API that a benchmark makes. */
export class Api {
  readonly #api: { url: string; token: string | undefined }

  /** @param token of its caller, where callers have one */
  constructor(url: string, token?: string) {
    this.#api = { url, token }
  }

  post({ titles, models }: Order): Promise<Accepted> {
    return post(this.#api, '/batches', { prompts: titles, models: models.map(({ id }) => id), ...LOOK })
  }

  /** The batch as it comes over the wire: whoever times the call times neither unpacking nor check. */
  look(id: string): Promise<Packed> {
    return this.#take(`/batches/${id}`)
  }

  async get(id: string): Promise<BatchView> {
    return batchViewSchema.parse(unpack(await this.look(id)))
  }

  async untilSettled(id: string): Promise<void> {
    await untilSettled(this.#api, id)
  }

  async list(): Promise<void> {
    await this.#take('/batches')
  }

  async cancel(id: string): Promise<void> {
    const { url, token } = this.#api
    const response = await fetch(`${url}/batches/${id}/cancel`, { method: 'POST', headers: bearer(token) })
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  }

  /** Milliseconds of each step of each leaf of a settled batch, by the step's name. */
  async steps(id: string): Promise<Record<string, number[]>> {
    const leaves: LeafView[] = []
    let cursor: string | undefined
    do {
      const query = new URLSearchParams({ limit: '100', ...(cursor === undefined ? {} : { cursor }) })
      const page = leafPageSchema.parse(await get(this.#api, `/batches/${id}/leaves?${query}`))
      leaves.push(...page.leaves)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return stepsOf(leaves)
  }

  #take(path: string): Promise<Packed> {
    const { url, token } = this.#api
    return getPacked(url + path, bearer(token))
  }
}

/** @param look at a batch */
export function isSettled(look: Packed): boolean {
  const { state } = unpack(look) as Pick<BatchView, 'state'>
  return !isOpenState(state)
}
