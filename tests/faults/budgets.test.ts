import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { releaseReservations } from '../../packages/upkeep/src/budgets.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const HOUR_MS = 3_600_000

/** All that the token may spend: two pictures. */
const DAY_USD = 0.082

let scene: Scene
beforeAll(async () => {
  scene = await openScene({
    workers: 0,
    env: { API_TOKENS: 'ci:one', TOKEN_RIGHTS: JSON.stringify({ ci: { dayUsd: DAY_USD } }) },
  })
})
afterAll(() => scene?.close())

const post = (url = scene.system.url) =>
  fetch(`${url}/batches`, {
    method: 'POST',
    headers: { authorization: 'Bearer one', 'content-type': 'application/json' },
    body: JSON.stringify({ prompts: ['A fox', 'A hare'], models: ['gpt-image-2'] }),
  })

/** Accepts the batch that there is a budget for, and takes it back. */
async function expectAccepted(): Promise<void> {
  const response = await post()
  expect(response.status).toBe(202)
  const { id } = await response.json()
  await scene.store.withdraw(id)
  await scene.store.usage.release(id, 'ci', 1)
}

describe('an API that is killed between a reservation and its batch', () => {
  it.each([
    ['as it promised', /\.promised$/, 'hold-answer', 202],
    ['as its amount was accepted', /\.accepted\./, 'hold-answer', 402],
    ['as it had reserved', /\/decided\./, 'hold-answer', 402],
    ['before the batch was in the store', /^batches\/.*\/batch\.json$/, 'hold', 402],
  ] as const)('%s, leaves nothing reserved for ever', async (_when, key, kind, next) => {
    const held = scene.proxy.rule('PUT', key, { kind })
    const { child, address } = await scene.system.startApi()
    const cut = post(address).catch(() => undefined)
    await until(() => held.hits.length > 0)
    child.kill()
    expect(await cut).toBeUndefined()
    held.end()
    if (next === 402) {
      // Whoever comes next finds it reserved, and takes it for money that may be spent.
      expect((await post()).status).toBe(402)
      const inTwoHours = Date.now() + 2 * HOUR_MS
      expect(await releaseReservations(scene.store, { warn: () => {} }, inTwoHours)).toBe(1)
    }
    await expectAccepted()
  })
})
