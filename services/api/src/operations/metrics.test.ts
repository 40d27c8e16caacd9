import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const SECRET = 'a-token-nobody-may-see'
const AUTH = { authorization: `Bearer ${SECRET}` }

let api: TestApi
beforeEach(async () => {
  api = await openApi({ tokens: [SECRET] })
})
afterEach(() => api.close())

async function metrics(): Promise<string> {
  const response = await api.app.inject({ url: '/metrics', headers: AUTH })
  expect(response.statusCode).toBe(200)
  expect(response.headers['content-type']).toContain('text/plain')
  return response.payload
}

describe('GET /metrics', () => {
  it('counts batches, leaves, estimates, what is open and how requests were answered', async () => {
    const payload = { prompts: ['A fox', 'A hen'], models: ['gpt-image-2', 'gemini-3-pro-image'] }
    await api.app.inject({ method: 'POST', url: '/batches', headers: AUTH, payload })
    await api.app.inject({ url: '/batches/zzzzzzzzzz-zzzzzz', headers: AUTH })
    const text = await metrics()
    for (const line of [
      'contactsheet_batches_accepted_total 1',
      'contactsheet_leaves_accepted_total{provider="google"} 2',
      'contactsheet_cost_estimate_usd_total 0.35',
      'contactsheet_open_batches 1',
      'contactsheet_http_request_seconds_count{method="POST",route="/batches",status="2xx"} 1',
      'contactsheet_http_request_seconds_count{method="GET",route="/batches/:id",status="4xx"} 1',
    ])
      expect(text).toContain(line)
    expect(text).toContain('nodejs_eventloop_lag_seconds')
  })

  it('shows the queues where the orchestrator can tell', async () => {
    const orchestrator = Object.assign(api.orchestrator, {
      depths: async () => ({ 'leaves-openai': { active: 3, waiting: 7 } }),
    })
    const other = await openApi({ orchestrator })
    const { payload } = await other.app.inject({ url: '/metrics' })
    await other.close()
    expect(payload).toContain('contactsheet_queue_jobs{queue="leaves-openai",state="waiting"} 7')
  })

  it('is still there while the store and the queue are down, without what they would tell', async () => {
    api.store.openBatches = async function* () {
      yield await Promise.reject(new Error('down'))
    }
    const text = await metrics()
    expect(text).not.toMatch(/^contactsheet_open_batches /m)
    expect(text).toContain('process_cpu_seconds_total')
  })

  it('lists the open batches for the first answer, and not for each one after it', async () => {
    const list = vi.spyOn(api.store, 'openBatches')
    for (let times = 0; times < 3; times++) expect(await metrics()).toContain('contactsheet_open_batches 0')
    expect(list).toHaveBeenCalledTimes(1)
  })

  it('holds neither prompts nor tokens nor addresses, and one label for all that is not served', async () => {
    const payload = { prompts: ['A secret fox'], models: ['gpt-image-2'] }
    await api.app.inject({ method: 'POST', url: '/batches', headers: AUTH, payload })
    for (let number = 0; number < 30; number++)
      await api.app.inject({ url: `/nowhere/${number}?token=${SECRET}`, headers: AUTH })
    const text = await metrics()
    expect(text).not.toMatch(/secret fox|nowhere|a-token-nobody/i)
    expect(text).toContain('{method="GET",route="none",status="4xx"} 30')
  })

  it('has one label for all files of the page, whatever a build calls them', async () => {
    const gallery = await mkdtemp(join(tmpdir(), 'contactsheet-gallery-'))
    await mkdir(join(gallery, 'assets'))
    for (const name of ['index.html', 'assets/index-B1.js', 'assets/trash-F2.js'])
      await writeFile(join(gallery, name), 'x')
    const other = await openApi({ gallery })
    for (const name of ['index-B1.js', 'trash-F2.js'])
      expect((await other.app.inject({ url: `/assets/${name}` })).statusCode).toBe(200)
    const { payload } = await other.app.inject({ url: '/metrics' })
    await other.close()
    await rm(gallery, { recursive: true })
    expect(payload).toContain('_count{method="GET",route="/assets/*",status="2xx"} 2')
    expect(payload).not.toContain('index-B1')
  })

  it('asks for a token like everything else', async () => {
    expect((await api.app.inject({ url: '/metrics' })).statusCode).toBe(401)
  })
})
