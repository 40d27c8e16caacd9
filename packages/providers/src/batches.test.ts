import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { KindError } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProvider } from './create.ts'
import {
  CREATED,
  type Dialect,
  GOOGLE,
  never,
  OPENAI,
  pictureOf,
  portAt,
  requestsOf,
  resultsAt,
  serveRoutes,
} from './jobs.testing.ts'
import { openProviders } from './open.ts'
import type { ImageRequest, Room } from './provider.ts'
import { answer, deadUrl, KEY, PNG, type Reply } from './server.testing.ts'

const MB = 1e6
const HOUR_MS = 3_600_000

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-batches-'))
  vi.stubEnv('TMPDIR', folder)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

/** The error of what must fail, after a look for the key in every corner of it. */
async function errorOf(asked: Promise<unknown>): Promise<KindError> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof KindError)) throw new Error(`expected a KindError, got ${inspect(error)}`)
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain(KEY)
  return error
}

const lines =
  (...written: string[]): Reply =>
  response =>
    response.end(written.map(line => `${line}\n`).join(''))

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

/** A job that has ended and brought what the reply sends. */
const brought = (dialect: Dialect, output: Reply) =>
  serveRoutes({ [dialect.look]: answer(200, dialect.job('completed')), [dialect.output]: output })

describe.each([OPENAI, GOOGLE])('the batch API of $title', dialect => {
  const { model, jobId } = dialect
  const request: ImageRequest = { prompt: 'a "lighthouse" é', model }
  const job = (requests: [string, ImageRequest][] = [['leaf-1', request]]) => ({
    name: 'a-job',
    model,
    requests: requestsOf(requests),
  })
  const created = { [dialect.create]: answer(200, dialect.job('running')) }

  describe('takes a job', () => {
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

    it('and passes on why its requests cannot be read, with nothing sent and no file left', async () => {
      const { url, asked } = await serveRoutes({ ...dialect.upload, ...created })
      const reason = new KindError('storage', 'a reference cannot be read')
      const requests = (async function* () {
        yield { id: 'leaf-1', request }
        throw reason
      })()
      const submitted = (await portAt(dialect, url)).submit({ name: 'a-job', model, requests }, never)
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

  describe('finds a job', () => {
    const at = (name: string, minutes: number) =>
      dialect.job('running', { name, createdAt: new Date(CREATED.getTime() + minutes * 60_000) })
    const pages = () => {
      const all = [
        dialect.page([at('newer', 9), at('new', 8)], 'second'),
        dialect.page([at('other', 3), at('a-job', 2)], 'third'),
        dialect.page([at('old', -90), at('older', -100)], undefined),
      ]
      return serveRoutes({ [dialect.list]: response => answer(200, all.shift())(response) })
    }

    it('by its name, page by page', async () => {
      const { url, calls } = await pages()
      expect(await (await portAt(dialect, url)).find('a-job', CREATED, never)).toMatchObject({
        id: jobId,
        submittedAt: new Date(CREATED.getTime() + 2 * 60_000),
      })
      expect(calls()).toHaveLength(2)
      expect(calls()[1]).toMatch(/after=batch_1|pageToken=second/)
    })

    it('that is no older, but for what clocks may differ by', async () => {
      const { url } = await pages()
      const port = await portAt(dialect, url)
      const after = (minutes: number) => new Date(CREATED.getTime() + minutes * 60_000)
      expect(await port.find('a-job', after(4), never)).toBeUndefined()
      const again = await portAt(dialect, (await pages()).url)
      expect(await again.find('a-job', after(2.5), never)).toMatchObject({ id: jobId })
    })

    it('only if there is one: what is no list does not say so', async () => {
      const none = await serveRoutes({ [dialect.list]: answer(200, dialect.page([], undefined)) })
      expect(await (await portAt(dialect, none.url)).find('a-job', CREATED, never)).toBeUndefined()
      const page = await serveRoutes({ [dialect.list]: answer(200, '<html>hello</html>') })
      const found = (await portAt(dialect, page.url)).find('a-job', CREATED, never)
      expect(await errorOf(found)).toMatchObject({ kind: 'unavailable' })
    })
  })

  it('tells how a job stands', async () => {
    const { url } = await serveRoutes({ [dialect.look]: answer(200, dialect.job('running')) })
    expect(await (await portAt(dialect, url)).look(jobId, model, never)).toEqual({
      state: 'running',
      counts: { done: 2, failed: 1 },
    })
  })

  describe('brings results', () => {
    it('in any order, some twice, and leaves out what is none of ours', async () => {
      const { url } = await brought(
        dialect,
        lines(
          dialect.line('leaf-2', PNG),
          '',
          'no JSON',
          '{"neither":1}',
          'null',
          dialect.line('stranger', PNG),
          dialect.line('leaf-1', pictureOf(100_000)),
          dialect.line('leaf-2', PNG),
        ),
      )
      const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
      expect(results).toEqual([
        { id: 'leaf-2', picture: picture(PNG, 'req-leaf-2') },
        { id: 'leaf-1', picture: picture(pictureOf(100_000), 'req-leaf-1') },
        { id: 'leaf-2', picture: picture(PNG, 'req-leaf-2') },
      ])
    })

    it('of a job without any', async () => {
      const { url } = await serveRoutes({ [dialect.look]: answer(200, dialect.job('running')) })
      expect(await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))).toEqual([])
    })

    it('marked as simulated where the emulator answers', async () => {
      const { url } = await brought(dialect, response => {
        response.setHeader('x-contactsheet-simulated', '1')
        lines(dialect.line('leaf-1', PNG))(response)
      })
      const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
      expect(results).toMatchObject([{ picture: { simulated: true } }])
    })

    it('with the last line unended, and lines that end as on Windows', async () => {
      const { url } = await brought(dialect, response =>
        response.end(`${dialect.line('leaf-1', PNG)}\r\n${dialect.line('leaf-2', PNG)}`),
      )
      const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
      expect(results.map(({ id }) => id)).toEqual(['leaf-1', 'leaf-2'])
    })

    it.each([
      [400, 'invalid'],
      [429, 'rate_limited'],
      [500, 'unavailable'],
    ])('of which a request refused with HTTP %i fails as a call of its own does', async (status, kind) => {
      const { url } = await brought(
        dialect,
        lines(dialect.refused('leaf-1', status), dialect.line('leaf-2', PNG)),
      )
      const [refused, other] = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
      const error = await errorOf(Promise.reject(Reflect.get(refused ?? {}, 'error')))
      expect(error).toMatchObject({
        kind,
        status,
        charge: undefined,
        detail: expect.stringContaining('no, [redacted]'),
      })
      expect(error.message).toContain(model.id)
      expect(other).toMatchObject({ id: 'leaf-2', picture: { bytes: PNG } })
    })

    it('of which one without a picture is charged at half the price', async () => {
      const { url } = await brought(dialect, lines(dialect.line('leaf-1', Buffer.from('no picture'))))
      const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
      expect(results).toMatchObject([
        { error: { kind: 'bad_image', charge: { picture: false, usd: 0.02, speed: 'economy' } } },
      ])
    })

    it('of which a line that is too large fails alone', async () => {
      const { url } = await brought(
        dialect,
        lines(
          dialect.line('leaf-1', PNG),
          dialect.line('leaf-2', pictureOf(40 * MB)),
          dialect.line('leaf-3', PNG),
        ),
      )
      const results = await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
      expect(results).toMatchObject([
        { id: 'leaf-1', picture: { bytes: PNG } },
        { id: 'leaf-2', error: { kind: 'bad_image', message: expect.stringContaining('53.') } },
        { id: 'leaf-3', picture: { bytes: PNG } },
      ])
    })

    it('until the file is cut off: what came before has been given out', async () => {
      const { url } = await brought(dialect, response => {
        response.writeHead(200, { 'content-length': 1_000_000 })
        response.write(`${dialect.line('leaf-1', PNG)}\n${dialect.line('leaf-2', PNG).slice(0, -20)}`, () =>
          response.destroy(),
        )
      })
      const ids: string[] = []
      const read = async () => {
        for await (const { id } of resultsAt(dialect, await portAt(dialect, url))) ids.push(id)
      }
      expect(await errorOf(read())).toMatchObject({ kind: 'unavailable', charge: undefined })
      expect(ids).toEqual(['leaf-1'])
    })

    it('not while the file cannot be had', async () => {
      const { url } = await brought(dialect, answer(503, { error: { message: `busy, ${KEY}` } }))
      const read = Array.fromAsync(resultsAt(dialect, await portAt(dialect, url)))
      expect(await errorOf(read)).toMatchObject({ kind: 'unavailable', status: 503 })
    })

    it('as slowly as they come, and as they are taken', async () => {
      const { url } = await brought(dialect, async response => {
        for (const piece of dialect.line('leaf-1', PNG).match(/.{1,40}/g) ?? []) {
          response.write(piece)
          await sleep(150)
        }
        response.end(`\n${dialect.line('leaf-2', PNG)}\n`)
      })
      const ids: string[] = []
      for await (const { id } of resultsAt(dialect, await portAt(dialect, url, 500))) {
        ids.push(id)
        await sleep(800)
      }
      expect(ids).toEqual(['leaf-1', 'leaf-2'])
    })

    it('until nothing more comes', async () => {
      const { url } = await brought(dialect, response => response.write(`${dialect.line('leaf-1', PNG)}\n{`))
      const read = Array.fromAsync(resultsAt(dialect, await portAt(dialect, url, 300)))
      expect(await errorOf(read)).toMatchObject({ kind: 'timeout' })
    })

    it('until who takes them stops, whose reason is thrown, or who does not go on', async () => {
      const { url } = await brought(dialect, response => response.write(`${dialect.line('leaf-1', PNG)}\n{`))
      const port = await portAt(dialect, url)
      for await (const { id } of resultsAt(dialect, port)) {
        expect(id).toBe('leaf-1')
        break
      }
      const stop = new AbortController()
      const reason = new KindError('canceled', 'stopping')
      const read = async () => {
        for await (const _ of resultsAt(dialect, port, undefined, stop.signal)) stop.abort(reason)
      }
      await expect(read()).rejects.toBe(reason)
    })

    it('with room asked for before each is in hand', async () => {
      const { url } = await brought(
        dialect,
        lines(dialect.line('leaf-1', pictureOf(6 * MB)), dialect.line('leaf-2', PNG)),
      )
      const asked: number[] = []
      const room: Room = {
        reserve: async bytes => {
          asked.push(bytes)
        },
      }
      await Array.fromAsync(resultsAt(dialect, await portAt(dialect, url), room))
      expect(asked).toEqual([
        expect.closeTo(4.2 * MB, -5),
        expect.closeTo(8.4 * MB, -6),
        expect.closeTo(4.2 * MB, -5),
      ])
    })

    it('of 180 MB with no more than a few pictures in memory', async () => {
      setFlagsFromString('--expose-gc')
      const collect: () => void = runInNewContext('gc')
      const inHand = () => {
        collect()
        return process.memoryUsage().arrayBuffers
      }
      const [before = '', after = ''] = dialect.line('leaf-#', PNG).split(PNG.toString('base64'))
      const base64 = Buffer.from(pictureOf(3 * MB).toString('base64'))
      function* output() {
        for (let number = 0; number < 60; number++) {
          yield Buffer.from(before.replaceAll('leaf-#', `leaf-${number}`))
          yield base64
          yield Buffer.from(`${after.replaceAll('leaf-#', `leaf-${number}`)}\n`)
        }
      }
      const { url } = await brought(dialect, response => Readable.from(output()).pipe(response))
      const port = await portAt(dialect, url)
      const held: number[] = []
      for await (const result of resultsAt(dialect, port)) {
        expect(result).toMatchObject({ id: `leaf-${held.length}`, picture: { contentType: 'image/png' } })
        held.push(inHand())
      }
      expect(held).toHaveLength(60)
      expect(Math.max(...held) - Math.min(...held)).toBeLessThan(12 * MB)
    })
  })

  describe('ends a job', () => {
    it('that is under way', async () => {
      const { url, calls } = await serveRoutes({ [dialect.cancel]: answer(200, {}) })
      await (await portAt(dialect, url)).cancel(jobId, never)
      expect(calls()).toEqual([dialect.cancel])
    })

    it.each([400, 404, 409])('that has ended or is gone, which it says with HTTP %i', async status => {
      const { url } = await serveRoutes({ [dialect.cancel]: answer(status, { error: { message: 'no' } }) })
      await (await portAt(dialect, url)).cancel(jobId, never)
    })

    it('not with a key that is wrong', async () => {
      const wrong = { message: 'no', details: [{ reason: 'API_KEY_INVALID' }] }
      const { url } = await serveRoutes({ [dialect.cancel]: answer(400, { error: wrong }) })
      const canceled = (await portAt(dialect, url)).cancel(jobId, never)
      expect(await errorOf(canceled)).toMatchObject({ kind: 'auth' })
    })
  })

  describe('deletes a job', () => {
    const look = { [dialect.look]: answer(200, dialect.job('completed')) }
    const removing = (reply: Reply) => Object.fromEntries(dialect.removals.map(route => [route, reply]))

    it('with all that belongs to it', async () => {
      const { url, calls } = await serveRoutes({ ...look, ...removing(answer(200, {})) })
      await (await portAt(dialect, url)).discard(jobId, never)
      expect(calls()).toEqual([dialect.look, ...dialect.removals])
    })

    it.each([404, 400, 500])('as far as it lets: HTTP %i of a file is no error', async status => {
      const { url, calls } = await serveRoutes({ ...look, ...removing(answer(status, {})) })
      await (await portAt(dialect, url)).discard(jobId, never)
      expect(calls()).toEqual([dialect.look, ...dialect.removals])
    })

    it('that is gone', async () => {
      const { url } = await serveRoutes({})
      await (await portAt(dialect, url)).discard(jobId, never)
    })

    it('not with a key that may not', async () => {
      const { url } = await serveRoutes({ ...look, ...removing(answer(403, {})) })
      expect(await errorOf((await portAt(dialect, url)).discard(jobId, never))).toMatchObject({
        kind: 'auth',
      })
    })
  })

  it('takes jobs whose files it may have', async () => {
    const { limits } = await portAt(dialect, 'http://127.0.0.1:9')
    expect(limits.requests).toBe(50_000)
    expect(limits.bytes).toBeLessThan(dialect === OPENAI ? 200e6 : 2e9)
  })

  it('is not there without a key', async () => {
    const providers = openProviders({ PROVIDER_TIMEOUT_MS: 1_000 })
    const [asked, generated] = [
      providers[dialect.name].batches(),
      providers[dialect.name].generate(request, never, { reserve: async () => {} }),
    ]
    const error = await errorOf(asked)
    expect(error.kind).toBe('auth')
    expect(error.message).toBe((await errorOf(generated)).message)
  })

  it('is opened once', () => {
    const provider = createProvider(dialect.name, { apiKey: KEY, timeoutMs: 1_000 })
    expect(provider.batches()).toBe(provider.batches())
  })
})

function picture(bytes: Buffer, requestId: string) {
  return { bytes, contentType: 'image/png', simulated: false, requestId }
}
