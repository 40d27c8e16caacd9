import { randomUUID } from 'node:crypto'
import { createDiskStore, WorkerNotes } from '@contactsheet/storage'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { get, post, untilSettled } from '../support/http.ts'
import { type System, type SystemOptions, startSystem } from '../support/system.ts'

const NO_GOOGLE = { GOOGLE_API_KEY: '', GOOGLE_GEMINI_BASE_URL: '' }
const REQUEST = { prompts: ['A fox'], models: ['gemini-3-pro-image'] }

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function system(options: SystemOptions): Promise<System> {
  const started = await startSystem(options)
  closing.push(() => started.stop())
  return started
}

/** Waits until the API lists the model of the request as available, or as not. */
async function untilListed(running: System, available: boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      const { models } = (await get(running, '/models')) as { models: object[] }
      expect(models).toContainEqual(expect.objectContaining({ id: REQUEST.models[0], available }))
    },
    { timeout: 15_000, interval: 100 },
  )
}

describe('a provider that no worker has a key for', () => {
  it('is refused while the worker runs, and made by the worker that takes its place with the key', async () => {
    const running = await system({ queueUrl: inject('postgresUrl'), workers: 0 })
    const { id } = await post(running, '/batches', REQUEST)
    const keyless = await running.startWorker(NO_GOOGLE)
    await untilListed(running, false)
    await expect(post(running, '/batches', REQUEST)).rejects.toThrow(/^422: .*Set GOOGLE_API_KEY/)
    // Accepted while nothing was known of workers, it ends with its reason.
    expect(await untilSettled(running, id)).toMatchObject({ state: 'failed', counts: { failed: 1 } })

    await keyless.stop()
    await running.startWorker()
    await untilListed(running, true)
    const again = await post(running, '/batches', REQUEST)
    expect(await untilSettled(running, again.id)).toMatchObject({ state: 'succeeded' })
    await fetch(`${running.url}/batches/${id}/retry`, { method: 'POST' })
    expect(await untilSettled(running, id)).toMatchObject({ state: 'succeeded' })
  }, 90_000)

  it('is not refused under Render Workflows, whatever a worker left in the store', async () => {
    const running = await system({ queueUrl: 'workflows' })
    const objects = createDiskStore({ dataDir: running.dataDir, bucket: 'thumbnails' })
    const left = { id: randomUUID(), providers: ['openai'], until: Date.now() + 600_000 }
    await new WorkerNotes(objects).write(left)
    const { id } = await post(running, '/batches', REQUEST)
    expect(await untilSettled(running, id)).toMatchObject({ state: 'succeeded' })
  }, 60_000)
})
