import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { connectBullOrchestrator, type Orchestrator } from '@contactsheet/orchestrator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeBatch } from '../../../../tests/support/batch.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { openApi, type TestApi } from '../api.testing.ts'

const FULL = { authorization: 'Bearer full-secret' }
const READ = { authorization: 'Bearer read-secret' }
const TOKENS = { tokens: ['ops:full-secret', 'page:read-secret'], rights: { page: { access: 'read' } } }

const listSchema = z.looseObject({
  queues: z.array(
    z.looseObject({
      name: z.string(),
      readOnlyMode: z.boolean(),
      isPaused: z.boolean(),
      jobs: z.array(z.looseObject({ id: z.string(), data: z.record(z.string(), z.unknown()) })),
    }),
  ),
})

describe('the page of the queues', () => {
  // First of this file: later tests have it loaded.
  it('is loaded by whoever looks first, and not before', async () => {
    const { cache } = createRequire(import.meta.url)
    const isLoaded = () => Object.keys(cache).some(path => path.includes('@bull-board'))
    const { orchestrator, close } = await openApi()
    await close()
    const api = await openApi({ orchestrator: Object.assign(orchestrator, { queues: () => [] }) })
    await api.app.ready()
    expect(isLoaded()).toBe(false)
    expect((await api.app.inject({ url: '/queues' })).statusCode).toBe(200)
    expect(isLoaded()).toBe(true)
    await api.close()
  })

  it('is not there where there are no queues, and says why', async () => {
    const api = await openApi()
    const { statusCode, payload } = await api.app.inject({ url: '/queues' })
    await api.close()
    expect(statusCode).toBe(404)
    expect(payload).toContain('ORCHESTRATOR=workflows')
  })
})

describeOn(QUEUES, 'the page of the queues on $name', url => {
  let orchestrator: Orchestrator
  let api: TestApi
  beforeEach(async () => {
    const prefix = `test_${randomBytes(6).toString('hex')}`
    orchestrator = connectBullOrchestrator({ url, prefix, limits: {} }, () => {})
    api = await openApi({ orchestrator, basePath: '/sheets', ...TOKENS })
  })
  afterEach(async () => {
    await api.close()
    await orchestrator.close()
  })

  const list = async (headers: Record<string, string>) => {
    const response = await api.app.inject({ url: '/queues/api/queues?activeQueue=batches&page=1', headers })
    expect(response.statusCode).toBe(200)
    return listSchema.parse(response.json()).queues
  }
  const pause = (headers: Record<string, string>) =>
    api.app.inject({ method: 'PUT', url: '/queues/api/queues/batches/pause', headers })

  it('shows every queue and its jobs, of which it shows what they are and nothing of what was asked', async () => {
    const batch = makeBatch(1)
    await orchestrator.start(batch.id)
    const queues = await list(FULL)
    expect(queues.map(({ name }) => name)).toEqual(['batches', 'leaves-openai', 'leaves-google'])
    expect(queues[0]?.jobs).toMatchObject([{ id: batch.id }])
    expect(Object.keys(queues[0]?.jobs[0]?.data ?? {}).toSorted()).toEqual(['batchId', 'phase', 'version'])
  })

  it('asks for a token like everything else', async () => {
    for (const path of ['/queues', '/queues/api/queues', '/queues/static/favicon.ico'])
      expect((await api.app.inject({ url: path })).statusCode).toBe(401)
  })

  it('changes something for a token that may, and for no other', async () => {
    expect((await list(READ)).map(({ readOnlyMode }) => readOnlyMode)).toEqual([true, true, true])
    expect((await pause(READ)).statusCode).toBe(403)
    expect((await list(FULL)).map(({ readOnlyMode, isPaused }) => [readOnlyMode, isPaused])[0]).toEqual([
      false,
      false,
    ])
    expect((await pause({ ...FULL, origin: 'https://elsewhere.example' })).statusCode).toBe(403)
    expect((await pause(FULL)).statusCode).toBe(200)
    expect((await list(READ))[0]?.isPaused).toBe(true)
  })

  it('finds its files below the base path, asks no other site for any, and loosens no policy but its own', async () => {
    const page = await api.app.inject({ url: '/sheets/queues', headers: FULL })
    expect(page.payload).toContain('<base href="/sheets/queues/" />')
    expect(page.payload).not.toMatch(/(href|src)="https?:/)
    const scripts = [...page.payload.matchAll(/src="(static\/[^"]+)"/g)].map(([, path]) => path)
    expect(scripts.length).toBeGreaterThan(0)
    for (const path of scripts) {
      const script = await api.app.inject({ url: `/sheets/queues/${path}`, headers: FULL })
      expect(script.headers['content-type']).toContain('javascript')
    }
    expect(page.headers['content-security-policy']).toContain("script-src 'self';")
    const other = await api.app.inject({ url: '/' })
    expect(other.headers['content-security-policy']).toContain("style-src 'self';")
    expect(other.headers['content-security-policy']).toContain("base-uri 'none'")
  })
})
