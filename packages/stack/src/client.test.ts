import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ApiClient, NoAnswerError, RefusedError } from './client.ts'
import { batchView, leafView } from './view.testing.ts'

interface Answer {
  status?: number
  headers?: Record<string, string>
  body: unknown
}

/** Serves answers, in turn, and keeps the requests. A lost one is read, and its connection cut. */
async function serve(...answers: (Answer | 'lost')[]) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    const answer = answers[requests.push(request) - 1] ?? { status: 500, body: {} }
    if (answer === 'lost') return request.resume().on('end', () => request.socket.destroy())
    const { status = 200, headers, body } = answer
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return { url: `http://127.0.0.1:${address.port}`, requests }
}

const problem = (status: number, detail: string) => ({ type: 'about:blank', title: 'No', status, detail })

const ACCEPTED = {
  id: 'zybqyshhe6-yw7aj2',
  state: 'queued',
  counts: batchView([]).counts,
  estimateUsd: 0,
  warnings: [],
  url: '/batches/zybqyshhe6-yw7aj2',
}

test('gathers the leaves of every page, and shows its token', async () => {
  const { url, requests } = await serve(
    { body: { leaves: [leafView(0)], nextCursor: '0000-00' } },
    { body: { leaves: [leafView(1)] } },
  )
  expect(await new ApiClient(url, { token: 'secret' }).leaves('b')).toEqual([leafView(0), leafView(1)])
  expect(requests.map(request => request.url)).toEqual([
    '/batches/b/leaves?limit=500',
    '/batches/b/leaves?limit=500&cursor=0000-00',
  ])
  expect(requests[0]?.headers.authorization).toBe('Bearer secret')
})

test('does not show its token to where images are kept', async () => {
  const api = await serve()
  const store = await serve({ body: 'picture' })
  await new ApiClient(api.url, { token: 'secret' }).picture(`${store.url}/image.jpg`)
  expect(store.requests[0]?.headers.authorization).toBeUndefined()
})

test.each(['/sheets/images/b/x.jpg', '/images/b/x.jpg'])(
  'finds an image told as %s where a proxy shows the API under a path',
  async told => {
    const { url, requests } = await serve({ body: 'picture' })
    await new ApiClient(`${url}/sheets`, undefined).picture(told)
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
  const refusal = new ApiClient(url).send({}, 'key')
  await expect(refusal).rejects.toThrow(RefusedError)
  await expect(refusal).rejects.toThrow(/^style: must be one of: neon; models\[0\]: Unknown model "x"\.$/)
})

test('says that nobody answers, or somebody else', async () => {
  const { url } = await serve({ body: { hello: 'there' } }, { body: batchView([]) })
  await expect(new ApiClient(url).batch('b')).rejects.toThrow(/not as a Contactsheet API/)
  const nobody = new ApiClient('http://127.0.0.1:9').batch('b')
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
  expect(await new ApiClient(url, { onWait }).send({}, 'my-key')).toMatchObject({ id: ACCEPTED.id })
  expect(requests.map(request => request.headers['idempotency-key'])).toEqual(Array(6).fill('my-key'))
  expect(waits).toHaveLength(5)
  expect(waits[0]).toContain('The queue cannot be reached.')
})

test('fetches a picture again whose answer was lost', async () => {
  const { url } = await serve('lost', { body: 'picture' })
  expect(Buffer.from(await new ApiClient(url).picture('/images/a.jpg')).toString()).toBe('"picture"')
})

test.each([
  ['a conflict that names no time', { status: 409, body: problem(409, 'It was removed.') }],
  ['a wait that is too long', { status: 503, headers: { 'retry-after': '9999' }, body: problem(503, 'No.') }],
  ['a request that cannot be used', { status: 422, body: problem(422, 'Another request.') }],
])('does not wait for %s', async (_, answer) => {
  const { url, requests } = await serve(answer)
  await expect(new ApiClient(url).send({}, 'key')).rejects.toThrow(RefusedError)
  expect(requests).toHaveLength(1)
})

test('gives up at once where nobody was ever there', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const address = gone.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  gone.close()
  const onWait = vi.fn()
  const client = new ApiClient(`http://127.0.0.1:${address.port}`, { onWait })
  await expect(client.send({}, 'key')).rejects.toThrow('ECONNREFUSED')
  expect(onWait).not.toHaveBeenCalled()
})

test('waits no longer than it is let', async () => {
  const { url } = await serve({
    status: 503,
    headers: { 'retry-after': '60' },
    body: problem(503, 'The store cannot be reached.'),
  })
  const stop = new AbortController()
  const sending = new ApiClient(url, { signal: stop.signal, onWait: () => stop.abort(new Error('Ctrl-C')) })
  await expect(sending.send({}, 'key')).rejects.toThrow('Ctrl-C')
})
