import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { callsFor, LOOKED_TWICE_MS, pause, resume, stateAt } from './support/pausing.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

describe('a batch that is paused under Render Workflows', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: 'workflows', workers: 0, slots: 6 })
    return () => scene.close()
  })

  it('runs each leaf once though it is paused and resumed again and again while leaves end', async context => {
    const id = await scene.submit(4)
    const since = Date.now()
    for (let turn = 0; turn < 3; turn++) {
      await pause(scene.system, id)
      await sleep(700 * (turn % 3))
      await resume(scene.system, id)
      await sleep(500 * (turn % 2))
    }
    await expectSettled(context, scene, id, {
      fault: 'paused and resumed three times under Render Workflows',
      since,
    })
  })

  it('hands out no more leaves until it is resumed, also by an API that dies as it does', async context => {
    await scene.emulator.setLatency({ minMs: 500, maxMs: 1_000 })
    const id = await scene.submit(8)
    await until(async () => (await scene.store.settledStates(id)).size >= 3)
    await pause(scene.system, id)
    await scene.system.render?.platform.idle()
    const calls = await callsFor(scene, id)
    expect([calls, await scene.store.isOpen(id)]).toEqual([(await scene.store.settledStates(id)).size, true])
    expect(calls).toBeLessThan(16)
    scene.system.api.kill()
    const { address } = await scene.system.startApi()
    await sleep(LOOKED_TWICE_MS)
    expect([await callsFor(scene, id), await stateAt({ url: address }, id)]).toEqual([calls, 'paused'])
    // All that an API has done which is killed then.
    await scene.store.resume(id)
    const since = Date.now()
    await expectSettled(context, scene, id, {
      fault: 'paused under Render Workflows, API killed as it resumes',
      since,
    })
  })
})
