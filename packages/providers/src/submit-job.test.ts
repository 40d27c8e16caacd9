import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { KindError } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  beforeBegin,
  CREATED,
  errorOf,
  GOOGLE,
  never,
  OPENAI,
  pictureOf,
  portAt,
  requestsOf,
  serveRoutes,
} from './jobs.testing.ts'
import type { ImageRequest } from './provider.ts'
import { answer, deadUrl, KEY, type Reply } from './server.testing.ts'

const MB = 1e6
const HOUR_MS = 3_600_000

/** Where the input of a job is written. */
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-batches-'))
  vi.stubEnv('TMPDIR', folder)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

/** Reads some 10 MB a second. */
async function slowly(request: IncomingMessage): Promise<Buffer> {
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes < MB) continue
    bytes = 0
    await sleep(100)
  }
  return Buffer.of()
}

describe.each([OPENAI, GOOGLE])('the batch API of $title takes a job', dialect => {
  const { model, jobId } = dialect
  const request: ImageRequest = { prompt: 'a "lighthouse" é', model }
  const job = (requests: [string, ImageRequest][] = [['leaf-1', request]]) => ({
    name: 'a-job',
    model,
    beforeBegin,
    requests: requestsOf(requests),
  })
  const created = { [dialect.create]: answer(200, dialect.job('running')) }

  it('that it names, with when it came and by when it is expected', async () => {
    const { url, calls } = await serveRoutes({ ...dialect.upload, ...created })
    const port = await portAt(dialect, url)
    expect(await port.submit(job(), never)).toEqual({
      id: jobId,
      submittedAt: CREATED,
      expectedBy: new Date(CREATED.getTime() + 24 * HOUR_MS),
    })
    expect(calls().filter(call => call === dialect.create)).toHaveLength(1)
  })

  it('whose input is no larger than was worked out, and leaves no file behind', async () => {
    const { url, asked } = await serveRoutes({ ...dialect.upload, ...created })
    const port = await portAt(dialect, url)
    const sizes = [100, 2_000_000, 500_001]
    const references = sizes.map(size => new Blob([pictureOf(size)], { type: 'image/jpeg' }))
    await port.submit(job([['leaf-1', { ...request, references }]]), never)
    const sent = Math.max(...asked.map(({ body }) => body.length))
    const most = port.bytesOf(request.prompt, sizes)
    expect(most).toBeGreaterThanOrEqual(sent)
    expect(most).toBeLessThan(sent + 10_000)
    expect(await readdir(folder)).toEqual([])
  })

  it('that takes longer to send than an answer may, as long as bytes flow', async () => {
    const { url } = await serveRoutes({ ...dialect.upload, ...created }, slowly)
    const port = await portAt(dialect, url, 2_000)
    const references = [new Blob([pictureOf(22 * MB)], { type: 'image/png' })]
    expect(await port.submit(job([['leaf-1', { ...request, references }]]), never)).toMatchObject({
      id: jobId,
    })
  })

  it('not where its input gets no further', async () => {
    const stuck = Object.fromEntries(Object.keys(dialect.upload).map(route => [route, () => {}]))
    const { url } = await serveRoutes({ ...stuck, ...created })
    expect(await errorOf((await portAt(dialect, url, 300)).submit(job(), never))).toMatchObject({
      kind: 'timeout',
      charge: undefined,
    })
  })

  it.each([401, 403])('not with HTTP %i, and tells that it is about the batch API', async status => {
    const refused = answer(status, { error: { message: `no ${KEY}` } })
    const removal = { [dialect.removals[0] ?? '']: answer(200, {}) }
    const { url, calls } = await serveRoutes({ ...dialect.upload, [dialect.create]: refused, ...removal })
    const error = await errorOf((await portAt(dialect, url)).submit(job(), never))
    expect(error).toMatchObject({ kind: 'auth', status, charge: undefined })
    expect(error.message).toMatch(/may not use the batch API.* `speed` asap/)
    expect(error.message).toContain(model.id)
    expect(calls().at(-1)).toBe(dialect.removals[0])
    expect(await readdir(folder)).toEqual([])
  })

  it('and is not asked again, nor its input deleted, where nobody knows whether it has', async () => {
    const cut: Reply = response => response.destroy()
    const { url, calls } = await serveRoutes({ ...dialect.upload, [dialect.create]: cut })
    const error = await errorOf((await portAt(dialect, url)).submit(job(), never))
    expect(error).toMatchObject({ kind: 'unavailable', charge: undefined })
    expect(calls().at(-1)).toBe(dialect.create)
    expect(calls().filter(call => call === dialect.create)).toHaveLength(1)
  })

  it.each([
    ['a rate limit', 429, 'rate_limited'],
    ['a breakdown', 500, 'unavailable'],
    ['a model without it', 404, 'invalid'],
  ])('not for %s', async (_why, status, kind) => {
    const { url } = await serveRoutes({ ...dialect.upload, [dialect.create]: answer(status, {}) })
    expect(await errorOf((await portAt(dialect, url)).submit(job(), never))).toMatchObject({ kind, status })
  })

  it('not where nothing is', async () => {
    const port = await portAt(dialect, await deadUrl())
    expect(await errorOf(port.submit(job(), never))).toMatchObject({ kind: 'unavailable' })
  })

  it('not in time', async () => {
    const { url } = await serveRoutes({ ...dialect.upload, [dialect.create]: () => {} })
    const error = await errorOf((await portAt(dialect, url, 500)).submit(job(), never))
    expect(error).toMatchObject({ kind: 'timeout', charge: undefined })
  })

  it('not from what answers with a page', async () => {
    const page = answer(200, '<html>hello</html>', { 'content-type': 'text/html' })
    const { url } = await serveRoutes({ ...dialect.upload, [dialect.create]: page })
    const port = await portAt(dialect, url)
    expect(await errorOf(port.submit(job(), never))).toMatchObject({ kind: 'unavailable' })
  })

  it('only of one model, and of some requests', async () => {
    const { url, asked } = await serveRoutes({ ...dialect.upload, ...created })
    const port = await portAt(dialect, url)
    const other = { ...request, model: { ...model, id: 'another' } }
    expect(await errorOf(port.submit(job([['leaf-1', other]]), never))).toMatchObject({ kind: 'internal' })
    expect(await errorOf(port.submit(job([]), never))).toMatchObject({ kind: 'internal' })
    expect(asked).toEqual([])
  })

  it('does not begin where something keeps it from that, once its input is sent', async () => {
    const { url, calls } = await serveRoutes({
      ...dialect.upload,
      [dialect.create]: answer(200, dialect.job('running')),
    })
    const stale = new KindError('internal', 'somebody else may have it')
    const submitted = (await portAt(dialect, url)).submit(
      {
        ...job(),
        beforeBegin() {
          throw stale
        },
      },
      never,
    )
    await expect(submitted).rejects.toBe(stale)
    expect(calls()).not.toContain(dialect.create)
  })

  it('and passes on why its requests cannot be read, with nothing sent and no file left', async () => {
    const { url, asked } = await serveRoutes({ ...dialect.upload, ...created })
    const reason = new KindError('storage', 'a reference cannot be read')
    const requests = (async function* () {
      yield { id: 'leaf-1', request }
      throw reason
    })()
    const submitted = (await portAt(dialect, url)).submit(
      { name: 'a-job', model, beforeBegin, requests },
      never,
    )
    await expect(submitted).rejects.toBe(reason)
    expect(asked).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  it('until its caller gives up, whose reason is thrown', async () => {
    const stop = new AbortController()
    const reason = new KindError('canceled', 'stopping')
    const { url } = await serveRoutes({ ...dialect.upload, [dialect.create]: () => stop.abort(reason) })
    await expect((await portAt(dialect, url)).submit(job(), stop.signal)).rejects.toBe(reason)
    expect(await readdir(folder)).toEqual([])
  })
})
