import { rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
})
