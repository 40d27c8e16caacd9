import { describe, expect, it } from 'vitest'
import { createProvider } from './create.ts'
import { CREATED, errorOf, GOOGLE, never, OPENAI, portAt, serveRoutes } from './jobs.testing.ts'
import { openProviders } from './open.ts'
import type { ImageRequest } from './provider.ts'
import { answer, KEY, plenty, type Reply } from './server.testing.ts'

describe.each([OPENAI, GOOGLE])('the batch API of $title', dialect => {
  const { model, jobId } = dialect
  const request: ImageRequest = { prompt: 'a "lighthouse" é', model }

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
      providers[dialect.name].generate(request, never, plenty),
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
