import { rm, stat, writeFile } from 'node:fs/promises'
import { UnwritableStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function breakStore() {
  await rm(api.folder, { recursive: true })
  await writeFile(api.folder, 'in the way of the folder')
}

describe('/healthz', () => {
  it('answers as long as the process does', async () => {
    api.orchestrator.down.add('ready')
    await breakStore()
    expect((await api.app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' })
  })
})

describe('/readyz', () => {
  it('tells what answers and takes no writes', async () => {
    api.orchestrator.full = true
    const queue = await api.app.inject({ url: '/readyz' })
    expect([queue.statusCode, queue.json().detail]).toEqual([503, 'Not ready: the queue takes no writes.'])
    vi.spyOn(api.store, 'check').mockRejectedValue(new UnwritableStore('Full.'))
    const both = await api.app.inject({ url: '/readyz' })
    expect(both.json().detail).toBe('Not ready: the object store and the queue take no writes.')
    api.orchestrator.full = false
    api.orchestrator.down.add('ready')
    const mixed = await api.app.inject({ url: '/readyz' })
    expect(mixed.json().detail).toBe(
      'Not ready: the queue cannot be reached, and the object store takes no writes.',
    )
  })

  it('makes no bucket', async () => {
    await rm(api.folder, { recursive: true })
    expect((await api.app.inject({ url: '/readyz' })).statusCode).toBe(503)
    await expect(stat(api.folder)).rejects.toThrow('ENOENT')
  })

  it('is 200 while store and queue answer', async () => {
    const response = await api.app.inject({ url: '/readyz' })
    expect([response.statusCode, response.json()]).toEqual([200, { status: 'ok' }])
  })

  it('names what does not answer, and not where it is', async () => {
    api.orchestrator.down.add('ready')
    const queue = await api.app.inject({ url: '/readyz' })
    expect([queue.statusCode, queue.json().detail]).toEqual([503, 'Not ready: the queue cannot be reached.'])
    await breakStore()
    const both = await api.app.inject({ url: '/readyz' })
    expect([both.statusCode, both.json().detail]).toEqual([
      503,
      'Not ready: the object store and the queue cannot be reached.',
    ])
    expect(both.payload).not.toContain('inner.host')
  })

  it('speaks of Render Workflows where there is no queue', async () => {
    api.orchestrator.name = 'workflows'
    api.orchestrator.down.add('ready')
    expect((await api.app.inject({ url: '/readyz' })).json().detail).toBe(
      'Not ready: the workflow service (Render Workflows) cannot be reached.',
    )
  })
})
