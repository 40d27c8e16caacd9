import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test, vi } from 'vitest'
import { problem, serve } from './answers.testing.ts'
import { createClient } from './client.ts'
import { NoAnswerError, RefusedError } from './errors.ts'

const REQUEST = { prompts: ['A fox'], models: ['gpt-image-2'] }

const ACCEPTED = {
  id: 'zybqyshhe6-yw7aj2',
  state: 'queued',
  counts: { total: 1, queued: 1, running: 0, succeeded: 0, failed: 0, canceled: 0 },
  estimateUsd: 0,
  warnings: [],
  url: '/batches/zybqyshhe6-yw7aj2',
}

test('does not show its token to where images are kept', async () => {
  const api = await serve()
  const store = await serve({ body: 'picture' })
  await createClient({ url: api.url, token: 'secret' }).picture(`${store.url}/image.jpg`)
  expect(store.requests[0]?.headers.authorization).toBeUndefined()
})

test.each(['/sheets/images/b/x.jpg', '/images/b/x.jpg'])(
  'finds an image told as %s where a proxy shows the API under a path',
  async told => {
    const { url, requests } = await serve({ body: 'picture' })
    await createClient({ url: `${url}/sheets` }).picture(told)
    expect(requests[0]?.url).toBe('/sheets/images/b/x.jpg')
  },
)

test('repeats in one line what the API says against a request', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'The request is wrong.',
    errors: [
      { field: 'style', message: 'must be one of: neon' },
      { field: 'models[0]', message: 'Unknown model "x".' },
    ],
  }
  const { url } = await serve({ status: 400, body: problem })
  const refusal = createClient({ url }).send(REQUEST)
  await expect(refusal).rejects.toThrow(RefusedError)
  await expect(refusal).rejects.toThrow(/^style: must be one of: neon; models\[0\]: Unknown model "x"\.$/)
})

test('says that nobody answers, or somebody else', async () => {
  const { url } = await serve({ body: { hello: 'there' } }, { body: '<html>' })
  await expect(createClient({ url }).batch('b')).rejects.toThrow(/not as a Contactsheet API/)
  const nobody = createClient({ url: 'http://127.0.0.1:9' }).batch('b')
  await expect(nobody).rejects.toThrow(NoAnswerError)
  await expect(nobody).rejects.toThrow('http://127.0.0.1:9/ cannot be reached')
})

test('sends a batch until an answer arrives, always with the same key', async () => {
  const { url, requests } = await serve(
    { status: 503, headers: { 'retry-after': '0' }, body: problem(503, 'The queue cannot be reached.') },
    { status: 409, headers: { 'retry-after': '0' }, body: problem(409, 'Being answered.') },
    { status: 429, headers: { 'retry-after': '0' }, body: problem(429, 'Too many requests.') },
    'lost',
    { status: 502, headers: { 'retry-after': '0' }, body: 'Bad gateway' },
    { status: 202, body: ACCEPTED },
  )
  const waits: string[] = []
  const onWait = (error: unknown) => waits.push(String(error))
  expect(await createClient({ url, onWait }).send(REQUEST, { key: 'my-key' })).toMatchObject({
    id: ACCEPTED.id,
  })
  expect(requests.map(request => request.headers['idempotency-key'])).toEqual(Array(6).fill('my-key'))
  expect(waits).toHaveLength(5)
  expect(waits[0]).toContain('The queue cannot be reached.')
})

test.each(['lost', 'broken'] as const)('fetches a picture again whose answer was %s', async failure => {
  const { url } = await serve(failure, { body: 'picture' })
  const picture = await createClient({ url, onWait: () => {} }).picture('/images/a.jpg')
  expect(Buffer.from(picture).toString()).toBe('"picture"')
})

test('repeats a call whose answer was lost only if that does nothing more', async () => {
  const pausing = await serve('lost', { body: { counts: {} } })
  await createClient({ url: pausing.url }).pause('b')
  expect(pausing.requests).toHaveLength(2)
  const running = await serve('lost')
  const again = createClient({ url: running.url }).http.POST('/batches/{id}/leaves/{leafId}/rerun', {
    params: { path: { id: 'b', leafId: '0000-00' } },
    body: { keep: true },
  })
  await expect(again).rejects.toThrow(NoAnswerError)
  expect(running.requests).toHaveLength(1)
})

test('tries once where that is asked for', async () => {
  const { url, requests } = await serve({ status: 503, body: problem(503, 'The store cannot be reached.') })
  await expect(createClient({ url }).batch('b', { patient: false })).rejects.toThrow('The store cannot be')
  expect(requests).toHaveLength(1)
})

test.each([
  ['a conflict that names no time', { status: 409, body: problem(409, 'It was removed.') }],
  ['a wait that is too long', { status: 503, headers: { 'retry-after': '9999' }, body: problem(503, 'No.') }],
  ['a request that cannot be used', { status: 422, body: problem(422, 'Another request.') }],
])('does not wait for %s', async (_, answer) => {
  const { url, requests } = await serve(answer)
  await expect(createClient({ url }).send(REQUEST)).rejects.toThrow(RefusedError)
  expect(requests).toHaveLength(1)
})

test('gives up at once where nobody was ever there', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const address = gone.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  gone.close()
  const onWait = vi.fn()
  const client = createClient({ url: `http://127.0.0.1:${address.port}`, onWait })
  await expect(client.send(REQUEST)).rejects.toThrow('ECONNREFUSED')
  expect(onWait).not.toHaveBeenCalled()
})

test('waits no longer than it is let', async () => {
  const { url } = await serve({
    status: 503,
    headers: { 'retry-after': '60' },
    body: problem(503, 'The store cannot be reached.'),
  })
  const stop = new AbortController()
  const sending = createClient({ url, signal: stop.signal, onWait: () => stop.abort(new Error('Ctrl-C')) })
  await expect(sending.send(REQUEST)).rejects.toThrow('Ctrl-C')
})

test('uses the fetch that it is given, called by itself as a browser wants it', async () => {
  const { url } = await serve({ body: 'picture' })
  const own = vi.fn(fetch)
  await createClient({ url, fetch: own }).picture('/images/a.jpg')
  expect(own.mock.contexts).toEqual([undefined])
})
