import { batchViewSchema } from '@contactsheet/contract'
import { expect } from 'vitest'
import { get } from '../../support/http.ts'
import { callsOf, type Scene } from './scene.ts'

/** Whoever looks after open batches has looked twice by then, in milliseconds. */
export const LOOKED_TWICE_MS = 13_000

/** An API by its address. */
interface Reachable {
  url: string
}

export const pause = (api: Reachable, id: string) => ask(api, id, 'pause')
export const resume = (api: Reachable, id: string) => ask(api, id, 'resume')

async function ask({ url }: Reachable, id: string, what: 'pause' | 'resume'): Promise<void> {
  const response = await fetch(`${url}/batches/${id}/${what}`, { method: 'POST' })
  expect([response.status, response.ok ? '' : await response.text()]).toEqual([202, ''])
}

/** How often providers were asked for leaves of a batch. */
export async function callsFor(scene: Scene, id: string): Promise<number> {
  return [...(await callsOf(scene, id)).values()].reduce((sum, { calls }) => sum + calls, 0)
}

/** What an API says of a batch. */
export async function stateAt(api: Reachable, id: string): Promise<unknown> {
  return batchViewSchema.parse(await get(api, `/batches/${id}`)).state
}
