import sharp from '@contactsheet/compose/sharp'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { inFlight, openScene, TIMEOUT_MS, until } from './support/scene.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

describe('a batch with pictures to go by', () => {
  it('settles where its worker is killed while providers are at work, and the upload is gone', async context => {
    const scene = await openScene({ workers: 0 })
    onTestFinished(() => scene.close())
    const first = await scene.system.startWorker()
    await scene.emulator.setLatency({ minMs: 600_000, maxMs: 600_000 })
    const body = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#c00' } })
      .png()
      .toBuffer()
    const upload = await fetch(new URL('/references', scene.system.url), {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: new Uint8Array(body),
    })
    const { id: reference } = (await upload.json()) as { id: string }
    const id = await scene.submit(3, undefined, undefined, { references: [reference] })
    await until(async () => (await inFlight(scene, id)).size === 6)
    const gone = await fetch(new URL(`/references/${reference}`, scene.system.url), { method: 'DELETE' })
    expect(gone.status).toBe(204)
    await scene.system.startWorker()
    first.kill()
    await scene.emulator.setLatency({ minMs: 10, maxMs: 50 })
    await expectSettled(context, scene, id, {
      fault: 'worker killed while providers are at work from references, their upload deleted',
      since: Date.now(),
      calls: () => [2],
    })
    const { requests } = await scene.emulator.calls()
    expect(requests.map(({ references }) => references)).toEqual(Array(6).fill([reference]))
  })
})
