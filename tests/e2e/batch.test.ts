import { readFile } from 'node:fs/promises'
import sharp from '@contactsheet/compose/sharp'
import type { BatchView } from '@contactsheet/contract'
import { createEmulatorClient } from '@contactsheet/emulator'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { get, post, untilSettled } from '../support/http.ts'
import { startS3Server } from '../support/s3-server.ts'
import { describeOn, QUEUES, type QueueServer } from '../support/servers.ts'
import { type System, startSystem } from '../support/system.ts'

const seed: unknown = JSON.parse(await readFile(new URL('../../batch.json', import.meta.url), 'utf8'))

/** Every orchestrator passes the same tests. Under Render Workflows each leaf is a process, which takes its time. */
const systems: QueueServer[] = [...QUEUES, { name: 'Render Workflows', url: 'workflows' }]
const TIMEOUT = { timeout: 120_000 }

/** What was opened for a test, to be closed after it, last first. */
const opened: { stop(): Promise<void> }[] = []

afterEach(async () => {
  for (const part of opened.splice(0).reverse()) await part.stop()
})

async function system(
  queueUrl: string,
  options: Omit<Parameters<typeof startSystem>[0], 'queueUrl'> = {},
): Promise<System> {
  const started = await startSystem({ queueUrl, ...options })
  opened.push(started)
  return started
}

/** Variables that point a system at an S3 server of its own. */
async function onS3(): Promise<Record<string, string>> {
  const server = await startS3Server()
  opened.push(server)
  return {
    MINIO_ENDPOINT: server.endpoint,
    MINIO_ACCESS_KEY: server.accessKey,
    MINIO_SECRET_KEY: server.secretKey,
    MINIO_REGION: server.region,
    MINIO_BUCKET: `e2e-${Date.now()}`,
  }
}

/** Every leaf succeeded, with a picture of the right size behind its URL, for one call to a provider each. */
async function expectComplete(system: System, view: BatchView, leaves: number): Promise<void> {
  expect(view.state).toBe('succeeded')
  expect(view.counts).toMatchObject({ total: leaves, succeeded: leaves, queued: 0, running: 0, failed: 0 })
  expect(view.leaves).toHaveLength(leaves)
  for (const leaf of view.leaves) {
    const image = await fetch(new URL(leaf.imageUrl ?? '', system.url))
    expect(image.headers.get('content-type')).toBe('image/jpeg')
    const { format, width, height } = await sharp(Buffer.from(await image.arrayBuffer())).metadata()
    expect({ format, width, height }).toEqual({ format: 'jpeg', width: 1200, height: 630 })
  }
  const calls = await createEmulatorClient(system.emulatorUrl).calls()
  expect(calls.calls).toBe(leaves)
}

describeOn(
  systems,
  'a system on $name',
  queueUrl => {
    it('makes the sample batch, in its positional form, with files as its store', async () => {
      const running = await system(queueUrl)
      const accepted = await post(running, '/batches', seed)
      expect(accepted.warnings).toHaveLength(2)
      const view = await untilSettled(running, accepted.id)
      await expectComplete(running, view, 10)
      expect(view.simulated).toBe(true)
      expect(view.timings.slowestLeafMs).toBeLessThanOrEqual(view.timings.wallClockMs)
      const result = `${running.dataDir}/thumbnails/batches/${accepted.id}/result.json`
      expect(JSON.parse(await readFile(result, 'utf8'))).toMatchObject({
        state: 'succeeded',
        counts: view.counts,
      })
    })

    it('makes the same batch with an S3 server as its store', async () => {
      const running = await system(queueUrl, { env: await onS3() })
      const { id } = await post(running, '/batches', seed)
      await expectComplete(running, await untilSettled(running, id), 10)
    })

    it('makes a sample of two models at two qualities each, with two variations', async () => {
      const running = await system(queueUrl)
      const { id, counts } = await post(running, '/batches', {
        prompts: ['A lighthouse', 'A harbour', 'A pier'],
        models: [
          'gpt-image-2',
          { id: 'gpt-image-2', quality: 'high' },
          'gemini-3-pro-image',
          { id: 'gemini-3-pro-image', imageSize: '2K' },
        ],
        variations: 2,
        sample: 14,
      })
      expect(counts.total).toBe(14)
      const view = await untilSettled(running, id)
      await expectComplete(running, view, 14)
      expect(view.models.map(({ label }) => label)).toEqual([
        'GPT Image 2, medium',
        'GPT Image 2, high',
        'Gemini 3 Pro Image, 1K',
        'Gemini 3 Pro Image, 2K',
      ])
      // All prompts in all columns, and two more variations of one of them.
      const further = view.leaves.filter(({ variation }) => variation === 1)
      expect(further.map(({ leafId }) => leafId.slice(5))).toEqual(['00b', '01b'])
      const { requests } = await createEmulatorClient(running.emulatorUrl).calls()
      const asked = requests.map(({ model, options = '', calls }) => `${model} ${options} ${calls}`.trim())
      expect(asked.toSorted()).toEqual([
        ...Array.from({ length: 3 }, () => 'gemini-3-pro-image  1'),
        ...Array.from({ length: 3 }, () => 'gemini-3-pro-image 2K 1'),
        'gpt-image-2  1',
        'gpt-image-2  1',
        'gpt-image-2  2',
        'gpt-image-2 high 1',
        'gpt-image-2 high 1',
        'gpt-image-2 high 2',
      ])
    })

    it('settles a batch partially, with a reason a person can act on', async () => {
      const running = await system(queueUrl)
      await createEmulatorClient(running.emulatorUrl).orderFaults([
        { kind: 'moderation', prompt: 'forbidden' },
      ])
      const { id } = await post(running, '/batches', {
        prompts: ['A lighthouse', 'A forbidden lighthouse'],
        models: ['gpt-image-2', 'gemini-3-pro-image'],
      })
      const view = await untilSettled(running, id)
      expect(view.state).toBe('partial')
      expect(view.counts).toMatchObject({ total: 4, succeeded: 2, failed: 2 })
      const failed = view.leaves.filter(leaf => leaf.state === 'failed')
      for (const leaf of failed) {
        expect(leaf).toMatchObject({
          title: 'A forbidden lighthouse',
          attempts: 1,
          error: { kind: 'rejected' },
        })
        expect(leaf.error?.message).not.toBe('')
      }
    })

    it('finishes a batch whose providers fail now and then, without losing a leaf', async () => {
      const running = await system(queueUrl)
      await createEmulatorClient(running.emulatorUrl).orderFaults([
        { kind: 'server_error', rate: 0.3, tries: 1 },
        { kind: 'garbage', rate: 0.2, tries: 1 },
      ])
      const prompts = Array.from({ length: 6 }, (_, index) => `A tram in the rain, number ${index}`)
      const { id } = await post(running, '/batches', {
        prompts,
        models: ['gpt-image-2', 'gemini-3-pro-image'],
      })
      const view = await untilSettled(running, id)
      expect(view.counts).toMatchObject({ total: 12, succeeded: 12 })
    })
  },
  TIMEOUT,
)

describeOn(QUEUES, 'workers on $name', queueUrl => {
  it('shares a batch between two workers, each leaf run by one', async () => {
    const running = await system(queueUrl, {
      workers: 2,
      env: { LEAF_CONCURRENCY: '4' },
      latencyMs: '100-200',
    })
    const prompts = Array.from({ length: 24 }, (_, index) => `A harbour at dawn, number ${index}`)
    const { id } = await post(running, '/batches', { prompts, models: ['gpt-image-2'] })
    await expectComplete(running, await untilSettled(running, id), 24)
    const logs = await Promise.all(running.logs('worker').map(log => readFile(log, 'utf8')))
    const settledBy = logs.map(log => log.split('leaf settled').length - 1)
    expect(Math.min(...settledBy)).toBeGreaterThan(0)
    expect(settledBy.reduce((sum, count) => sum + count)).toBe(24)
  })

  it('goes on with an accepted batch that never reached the queue, in the name of its request', async () => {
    const running = await system(queueUrl, { workers: 0 })
    const { id } = await post(running, '/batches', { prompts: ['A kite'], models: ['gpt-image-2'] })
    // Another namespace is an empty queue: what a flushed Redis leaves behind.
    await new Promise(resolve => setTimeout(resolve, 5_100))
    await running.startWorker({ QUEUE_PREFIX: `${running.env.QUEUE_PREFIX}_empty` })
    expect((await untilSettled(running, id)).state).toBe('succeeded')
    // Lines are written some time after what they tell of.
    await vi.waitFor(async () => {
      const asked = await requestIds(running, 'api', /"method":"POST"/)
      expect(asked).toEqual([expect.stringMatching(/^[\da-f-]{36}$/)])
      expect(await requestIds(running, 'worker', /leaf settled/)).toEqual(asked)
    })
  })
})

/** Ids of the requests that lines of a log come of. */
async function requestIds(running: System, name: 'api' | 'worker', line: RegExp): Promise<string[]> {
  const texts = await Promise.all(running.logs(name).map(file => readFile(file, 'utf8')))
  const lines = texts.flatMap(text => text.split('\n')).filter(text => line.test(text))
  return lines.map(text => JSON.parse(text).requestId)
}

describe('a system that is asked for what it does not have', () => {
  it('answers with problem details and accepts nothing', async () => {
    const running = await system(inject('postgresUrl'), { workers: 0 })
    const answer = await fetch(`${running.url}/batches`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompts: [], models: ['gpt-image-3'] }),
    })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({
      status: 400,
      errors: [{ field: 'prompts' }, { field: 'models[0]', message: expect.stringContaining('gpt-image-2') }],
    })
    expect(await get(running, '/batches')).toEqual({ batches: [] })
  })
})
