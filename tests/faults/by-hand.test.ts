import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { LocalServer } from '../support/render/local-server.ts'
import { decode, type Run } from '../support/render/runs.ts'
import { startWorkflows } from '../support/system.ts'
import { expectSettled } from './support/check.ts'
import { inFlight, MODELS, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

/** Still under way when a reconciler has missed the batch twice, and a worker has been given its leaves. */
const LONG = { minMs: 45_000, maxMs: 45_000 }
const QUICK = { minMs: 10, maxMs: 50 }
const LOOK = ['photorealistic', 'bottom-bar', 'inter', '', '']

describe('a batch that is started by hand as a task, while API and worker run over the same store', () => {
  let scene: Scene
  let render: LocalServer
  beforeAll(async () => {
    scene = await openScene({ onDisk: true })
    render = await startWorkflows(scene.system.env, 20)
  })
  afterAll(async () => {
    await render?.stop()
    await scene?.close()
  })

  /** Starts a batch of six leaves by hand, and waits until the providers are at work on all of them. */
  async function startByHand(word: string) {
    const prompts = [1, 2, 3].map(number => `A ${word}, number ${number}.`)
    const run = render.run('generateBatch', [prompts, MODELS, ...LOOK])
    const id = await until(async () => {
      for await (const id of scene.store.openBatches())
        if ((await scene.store.batch(id))?.prompts[0] === prompts[0]) return id
      return undefined
    })
    await until(async () => (await inFlight(scene, id)).size === 6)
    return { id, run }
  }

  it('is paid once: a worker leaves it to the task, or waits for its leaves when the task is killed', async context => {
    await scene.emulator.setLatency(LONG)
    const [left, killed] = await Promise.all([startByHand('lighthouse'), startByHand('windmill')])
    await scene.emulator.setLatency(QUICK)
    const since = Date.now()
    const task = [...render.platform.runs.values()].find(run => decodedInput(run).includes('windmill'))
    task?.abort?.()
    expect(await killed.run).toMatchObject({ status: 'failed' })

    const fault = 'batch started by hand beside API and worker'
    await expectSettled(context, scene, left.id, { fault, since })
    expect(await left.run).toMatchObject({ status: 'completed', results: [{ counts: { succeeded: 6 } }] })
    await expectSettled(context, scene, killed.id, { fault: `${fault}, its task killed`, since })
  })
})

/** The arguments of a run, as text. */
function decodedInput({ input }: Run): string {
  return JSON.stringify(decode(input))
}
