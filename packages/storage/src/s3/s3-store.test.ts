import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { KindError } from '@contactsheet/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startS3Server, type TestS3Server } from '../../../../tests/support/s3-server.ts'
import { createS3Store, UnreadableObject, UnwritableStore } from '../index.ts'
import { freshBucket, removeBucket } from '../stores.testing.ts'

const TEXT = { contentType: 'text/plain' }
const SECRET = 'very-secret-key'

/** What a call failed with, checked to hold no secret anywhere a log could print. */
async function failureOf(call: Promise<unknown>): Promise<KindError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof KindError)) throw new Error(`expected a KindError, got ${error}`)
  expect(error.kind).toBe('storage')
  expect(JSON.stringify([error, error.message, error.stack, error.detail])).not.toContain(SECRET)
  expect(error.cause).toBeUndefined()
  return error
}

describe('the S3 store against a server', () => {
  let server: TestS3Server
  const buckets: string[] = []

  const openStore = (options: { bucket?: string; publicBaseUrl?: string } = {}) => {
    const bucket = options.bucket ?? freshBucket()
    buckets.push(bucket)
    return createS3Store({ ...server, bucket, ...options })
  }

  beforeAll(async () => {
    server = await startS3Server()
  })
  afterAll(async () => {
    for (const bucket of new Set(buckets)) await removeBucket(server, bucket)
    await server.stop()
  })

  it('creates a missing bucket, also when several processes start at once', async () => {
    const bucket = freshBucket()
    await Promise.all([1, 2, 3].map(() => openStore({ bucket }).ready()))
    await openStore({ bucket }).put('a', Buffer.from('x'), TEXT)
    expect(String(await openStore({ bucket }).get('a'))).toBe('x')
  })

  it('does not take a missing bucket for a missing object', async () => {
    const objects = createS3Store({ ...server, bucket: freshBucket() })
    expect((await failureOf(objects.get('a'))).message).toMatch(
      /read a .*bucket does not exist.*MINIO_BUCKET/,
    )
    expect((await failureOf(objects.put('a', Buffer.from('x'), TEXT))).message).toMatch(/write a /)
    expect((await failureOf(Array.fromAsync(objects.list('b/')))).message).toMatch(/list b\/ /)
  })

  it('gives a URL that anyone can read the object at', async () => {
    const objects = openStore()
    await objects.ready()
    await objects.put('dir/a.jpg', Buffer.from('picture'), { contentType: 'image/jpeg' })
    const url = await objects.url('dir/a.jpg', { expiresSeconds: 60 })
    const answer = await fetch(url ?? '')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    expect(await answer.text()).toBe('picture')
    expect(url).toContain('X-Amz-Expires=60')
    expect(objects.publicUrl('dir/a.jpg')).toBeUndefined()
  })

  it('looks whether it can be written without making a bucket', async () => {
    const bucket = freshBucket()
    const objects = createS3Store({ ...server, bucket })
    expect((await failureOf(objects.check())).message).toMatch(/bucket does not exist/)
    expect((await failureOf(objects.get('a'))).message).toMatch(/bucket does not exist/)
    await openStore({ bucket }).ready()
    await objects.check()
  })

  it('gives the public URL instead where there is one', async () => {
    const objects = openStore({ publicBaseUrl: 'https://images.example.com/thumbs/' })
    await objects.ready()
    expect(objects.publicUrl('dir/a.jpg')).toBe('https://images.example.com/thumbs/dir/a.jpg')
    expect(await objects.url('dir/a.jpg', { expiresSeconds: 60 })).toBe(objects.publicUrl('dir/a.jpg'))
  })

  it('puts the bucket between a public base that is the store itself and a key', async () => {
    const bucket = freshBucket()
    const objects = openStore({ bucket, publicBaseUrl: server.endpoint })
    await objects.ready()
    expect(objects.publicUrl('dir/a.jpg')).toBe(`${server.endpoint}/${bucket}/dir/a.jpg`)
  })
})

describe('the S3 store against a server in trouble', () => {
  const servers: Server[] = []

  /** A store on a server that answers as told. */
  async function storeOn(listener: RequestListener, requestTimeoutMs?: number) {
    const server = createServer(listener)
    servers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return { port, objects: storeAt(`http://127.0.0.1:${port}`, requestTimeoutMs) }
  }

  const storeAt = (endpoint: string, requestTimeoutMs?: number) =>
    createS3Store({ endpoint, accessKey: 'key', secretKey: SECRET, bucket: 'thumbnails', requestTimeoutMs })

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  })

  it('says that nothing listens, where, and what to set', async () => {
    const { port } = await storeOn(() => {})
    await new Promise(resolve => servers.pop()?.close(resolve))
    const { message } = await failureOf(storeAt(`http://127.0.0.1:${port}`).ready())
    expect(message).toContain(`http://127.0.0.1:${port}`)
    expect(message).toContain('nothing listens')
    for (const name of ['MINIO_ENDPOINT', 'MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY', 'MINIO_BUCKET', 'DATA_DIR'])
      expect(message).toContain(name)
  })

  it('gives up on a server that accepts a call and stays silent', async () => {
    const { objects } = await storeOn(() => {}, 50)
    expect((await failureOf(objects.ready())).message).toContain('no answer in 50 ms')
    expect((await failureOf(objects.get('a'))).message).toContain('Could not read a in bucket "thumbnails"')
  })

  it('gives up on a server that falls silent within an object', async () => {
    const { objects } = await storeOn((_, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half')
    }, 50)
    expect((await failureOf(objects.get('a'))).retryable).toBe(true)
  })

  it('leaves a slow reader its time', async () => {
    const bytes = Buffer.alloc(5_000_000, 'x')
    const { objects } = await storeOn((_, response) => response.end(bytes), 50)
    const found = await objects.stream('a')
    if (found === undefined) throw new Error('nothing to stream')
    await new Promise(resolve => setTimeout(resolve, 300))
    expect((await buffer(found.body)).length).toBe(bytes.length)
  })

  it('tries again when the server is overloaded or the connection breaks', async () => {
    const troubles: RequestListener[] = [
      (_, response) => response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>'),
      (request, _) => request.socket.destroy(),
    ]
    const { objects } = await storeOn((request, response) => {
      const trouble = troubles.shift()
      if (trouble) trouble(request, response)
      else response.end('bytes')
    })
    expect(String(await objects.get('a'))).toBe('bytes')
  })

  it('tries again when an object breaks off in the middle', async () => {
    let broken = false
    const { objects } = await storeOn((request, response) => {
      if (broken) return response.end('whole')
      broken = true
      response.writeHead(200, { 'content-length': 5 }).write('wh', () => request.socket.destroy())
    })
    expect(String(await objects.get('a'))).toBe('whole')
  })

  it('stops trying after three calls', async () => {
    let calls = 0
    const { objects } = await storeOn((_, response) => {
      calls++
      response.writeHead(503).end('busy')
    })
    const error = await failureOf(objects.put('a', Buffer.from('x'), TEXT))
    expect(error.message).toContain('the store could not answer now')
    expect(error.detail).toContain('503')
    expect(calls).toBe(3)
  })

  it('does not try again what the server refuses', async () => {
    let calls = 0
    const { objects } = await storeOn((_, response) => {
      calls++
      response.writeHead(403).end(`<Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message>
        <StringToSign>${SECRET}</StringToSign></Error>`)
    })
    const { message } = await failureOf(objects.put('a', Buffer.from('x'), TEXT))
    expect(message).toMatch(/refused the credentials.*MINIO_ACCESS_KEY and MINIO_SECRET_KEY/)
    expect(calls).toBe(1)
  })

  /** An answer as S3 gives it: HEAD has the headers and no body. */
  const refuse =
    (status: number, xml: string, headers: Record<string, string> = {}): RequestListener =>
    (request, response) =>
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : `<Error>${xml}</Error>`)

  it.each([
    ['a header of the answer to HEAD', refuse(301, '', { 'x-amz-bucket-region': 'eu-west-1' })],
    ['a header, with a status that says nothing', refuse(400, '', { 'x-amz-bucket-region': 'eu-west-1' })],
    [
      'the body that GET has',
      refuse(400, '<Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region>'),
    ],
    [
      'the body of a redirect, next to a header',
      refuse(301, '<Code>PermanentRedirect</Code><Endpoint>b.s3-eu-west-1.amazonaws.com</Endpoint>', {
        'x-amz-bucket-region': 'eu-west-1',
      }),
    ],
  ])('names the region to set, which it finds in %s', async (_, listener) => {
    const { objects } = await storeOn(listener)
    for (const call of [objects.ready(), objects.check(), objects.stat('a')])
      expect((await failureOf(call)).message).toMatch(
        /region "eu-west-1", and was asked for in "us-east-1"; set MINIO_REGION to eu-west-1/,
      )
  })

  it('prints nothing as a region that is none', async () => {
    const { objects } = await storeOn(
      refuse(400, '<Code>AuthorizationHeaderMalformed</Code><Region>eu west, or else</Region>'),
    )
    const { message } = await failureOf(objects.ready())
    expect(message).toContain('check MINIO_REGION')
    expect(message).not.toContain('or else')
  })

  const OURS =
    '<ListAllMyBucketsResult><Buckets><Bucket><Name>ours</Name><CreationDate>2026-11-25T00:00:00Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>'

  it('tells a bucket of somebody else from keys that are wrong', async () => {
    const denied = refuse(403, '<Code>AccessDenied</Code><Message>Access Denied</Message>')
    const { objects } = await storeOn((request, response) =>
      request.url === '/' ? response.end(OURS) : denied(request, response),
    )
    expect((await failureOf(objects.ready())).message).toMatch(
      /knows the keys, but the bucket's name belongs to somebody else .*MINIO_BUCKET/,
    )
  })

  it('tells keys that may not use their own bucket', async () => {
    const denied = refuse(403, '<Code>AccessDenied</Code>')
    const { objects } = await storeOn((request, response) =>
      request.url === '/' ? response.end(OURS.replace('ours', 'thumbnails')) : denied(request, response),
    )
    expect((await failureOf(objects.ready())).message).toMatch(/knows the keys.*allow them to read, write/)
  })

  it('tells a wrong key by the body that HEAD lacks', async () => {
    const { objects } = await storeOn(refuse(403, '<Code>InvalidAccessKeyId</Code>'))
    expect((await failureOf(objects.ready())).message).toMatch(/does not know the access key/)
    expect((await failureOf(objects.stat('a'))).message).toMatch(/does not know the access key/)
  })

  it('tells a name that is taken when it makes the bucket', async () => {
    const { objects } = await storeOn((request, response) =>
      request.method === 'PUT'
        ? refuse(409, '<Code>BucketAlreadyExists</Code>')(request, response)
        : response.writeHead(404).end(),
    )
    expect((await failureOf(objects.ready())).message).toMatch(/belongs to somebody else; .*MINIO_BUCKET/)
  })

  it('says that the store is full or read-only, though it can be read', async () => {
    let wrong: RequestListener | undefined
    let writes = 0
    const { objects } = await storeOn((request, response) => {
      if (request.method !== 'PUT') return response.end()
      writes++
      return wrong === undefined ? response.writeHead(200, { etag: '"a"' }).end() : wrong(request, response)
    })
    await objects.check()
    await objects.check()
    // The second check went by the write of the first.
    expect(writes).toBe(1)

    wrong = refuse(507, '<Code>XMinioStorageFull</Code>')
    await failureOf(objects.put('a', Buffer.from('x'), TEXT))
    const full = await failureOf(objects.check())
    expect(full).toBeInstanceOf(UnwritableStore)
    expect(full.message).toContain('the store is full')
    wrong = refuse(405, '<Code>MethodNotAllowed</Code>')
    expect((await failureOf(objects.check())).message).toContain('read-only')
    wrong = undefined
    await objects.check()
  })

  it('takes one object that is not given out for no trouble of the store', async () => {
    const { objects } = await storeOn(refuse(403, '<Code>InvalidObjectState</Code>'))
    const failure = await failureOf(objects.get('a'))
    expect(failure).toBeInstanceOf(UnreadableObject)
    expect(failure.message).toContain('archived')
    expect(await failureOf(objects.put('a', Buffer.from('x'), TEXT))).not.toBeInstanceOf(UnreadableObject)
  })

  it('says that the credentials are wrong', async () => {
    const server = await startS3Server()
    const refusing = (await storeOn((_, response) => response.writeHead(403).end())).port
    // The server that comes from npm takes any key, so one that refuses stands in for it.
    const endpoint = server.external ? server.endpoint : `http://127.0.0.1:${refusing}`
    const objects = createS3Store({ ...server, endpoint, secretKey: SECRET, bucket: 'thumbnails' })
    expect((await failureOf(objects.ready())).message).toMatch(/refused the credentials/)
    expect((await failureOf(objects.get('a'))).message).toMatch(/refused the credentials/)
    await server.stop()
  })
})

describe('the options of the S3 store', () => {
  const options = { accessKey: 'key', secretKey: SECRET, bucket: 'thumbnails' }

  it.each([
    'localhost:9000',
    'ftp://host',
    'http://host/path',
    'http://user:pass@host',
    'http://host?x=1',
    'nonsense',
    '',
  ])('take no %j for an endpoint', endpoint => {
    expect(() => createS3Store({ ...options, endpoint })).toThrow(/^MINIO_ENDPOINT must be/)
  })

  it.each(['http://127.0.0.1:9000', 'http://host/', 'https://s3.example.com', 'http://[::1]:9000'])(
    'take %j for an endpoint',
    endpoint => {
      expect(createS3Store({ ...options, endpoint }).kind).toBe('s3')
    },
  )

  it('take no empty key, which would mean calls without credentials', () => {
    const endpoint = 'http://127.0.0.1:9000'
    expect(() => createS3Store({ ...options, endpoint, accessKey: '' })).toThrow(/MINIO_ACCESS_KEY/)
    expect(() => createS3Store({ ...options, endpoint, secretKey: '' })).toThrow(/MINIO_SECRET_KEY/)
  })
})
