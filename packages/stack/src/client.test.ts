import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { ApiClient, NoAnswerError, RefusedError } from './client.ts'
import { batchView, leafView } from './view.testing.ts'

/** Serves answers, in turn, and keeps the requests. */
async function serve(...answers: { status?: number; body: unknown }[]) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    const { status = 200, body } = answers[requests.push(request) - 1] ?? { status: 500, body: {} }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return { url: `http://127.0.0.1:${address.port}`, requests }
}

test('gathers the leaves of every page, and shows its token', async () => {
  const { url, requests } = await serve(
    { body: { leaves: [leafView(0)], nextCursor: '0000-00' } },
    { body: { leaves: [leafView(1)] } },
  )
  expect(await new ApiClient(url, 'secret').leaves('b')).toEqual([leafView(0), leafView(1)])
  expect(requests.map(request => request.url)).toEqual([
    '/batches/b/leaves?limit=500',
    '/batches/b/leaves?limit=500&cursor=0000-00',
  ])
  expect(requests[0]?.headers.authorization).toBe('Bearer secret')
})

test('does not show its token to where images are kept', async () => {
  const api = await serve()
  const store = await serve({ body: 'picture' })
  await new ApiClient(api.url, 'secret').picture(`${store.url}/image.jpg`)
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
  const refusal = new ApiClient(url, undefined).send({})
  await expect(refusal).rejects.toThrow(RefusedError)
  await expect(refusal).rejects.toThrow(/^style: must be one of: neon; models\[0\]: Unknown model "x"\.$/)
})

test('says that nobody answers, or somebody else', async () => {
  const { url } = await serve({ body: { hello: 'there' } }, { body: batchView([]) })
  await expect(new ApiClient(url, undefined).batch('b')).rejects.toThrow(/not as a Contactsheet API/)
  const nobody = new ApiClient('http://127.0.0.1:9', undefined).batch('b')
  await expect(nobody).rejects.toThrow(NoAnswerError)
  await expect(nobody).rejects.toThrow('http://127.0.0.1:9/ cannot be reached')
})
