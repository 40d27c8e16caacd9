import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startProxy } from '../../../../tests/support/proxy.ts'
import { startS3Server } from '../../../../tests/support/s3-server.ts'
import { createS3Store } from '../index.ts'
import { freshBucket, removeBucket } from '../stores.testing.ts'

const TEXT = { contentType: 'text/plain' }
const BYTES = Buffer.from('a picture')

/** Has a server listen on this machine for as long as the test runs. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** A store that keeps what it is sent, and answers as told. */
async function recorder(answer: RequestListener = (_, response) => response.end()) {
  const sent: { headers: IncomingHttpHeaders; body: Buffer }[] = []
  const server = createServer(async (request, response) => {
    sent.push({ headers: request.headers, body: await buffer(request) })
    answer(request, response.setHeader('connection', 'close'))
  })
  return { sent, port: await listen(server) }
}

const storeAt = (endpoint: string, proxy?: string) =>
  createS3Store({ endpoint, accessKey: 'key', secretKey: 'secret', bucket: 'thumbnails', proxy })

describe('what the S3 store sends of an object', () => {
  it.each(['127.0.0.1', 'localhost'])('on %s is no digest, and how long it is', async host => {
    const { sent, port } = await recorder()
    await storeAt(`http://${host}:${port}`).put('a', BYTES, TEXT)
    expect(sent).toHaveLength(1)
    expect(sent[0]?.body).toEqual(BYTES)
    expect(sent[0]?.headers).toMatchObject({
      'content-length': String(BYTES.length),
      'content-type': 'text/plain',
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    })
    expect(sent[0]?.headers).not.toHaveProperty('content-md5')
  })

  it('over http to anywhere else is signed with its SHA-256, and has no other digest', async () => {
    const { sent, port } = await recorder()
    const { url } = await startProxy({ route: () => `127.0.0.1:${port}` })
    // A proxy is a way of its own, wherever it leads.
    for (const host of ['192.0.2.7', '127.0.0.1']) {
      await storeAt(`http://${host}:9000`, url).put('a', BYTES, TEXT)
      const { headers } = sent.pop() ?? {}
      expect(headers).toMatchObject({
        'content-length': String(BYTES.length),
        'x-amz-content-sha256': createHash('sha256').update(BYTES).digest('hex'),
      })
      expect(headers).not.toHaveProperty('content-md5')
    }
  })

  it.each([
    [
      'S3',
      'InvalidRequest',
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests',
    ],
    ['others', 'MissingContentMD5', 'A header is missing.'],
  ])('has its MD5 from when a bucket asks for one, in the words of %s', async (_, code, message) => {
    const { sent, port } = await recorder(({ headers }, response) =>
      headers['content-md5'] === undefined
        ? response.writeHead(400).end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`)
        : response.end(),
    )
    const objects = storeAt(`http://127.0.0.1:${port}`)
    await Promise.all([objects.put('a', BYTES, TEXT), objects.put('b', BYTES, TEXT)])
    const md5 = createHash('md5').update(BYTES).digest('base64')
    const digests = () => sent.map(({ headers }) => headers['content-md5'] ?? 'none')
    expect(digests().sort()).toEqual([md5, md5, 'none', 'none'].sort())
    await objects.put('c', BYTES, TEXT)
    expect(digests().slice(4)).toEqual([md5])
  })

  it('is sent whole again when the connection breaks within it, and is never there in part', async () => {
    const server = await startS3Server()
    onTestFinished(server.stop)
    const bucket = freshBucket()
    const direct = createS3Store({ ...server, bucket })
    await direct.ready()
    const bytes = Buffer.alloc(5_000_000, 'x')
    const { hostname, port } = new URL(server.endpoint)
    const found: unknown[] = []
    let passed = 0
    const relay = createTcpServer(incoming => {
      const outgoing = connect(Number(port), hostname)
      for (const socket of [incoming, outgoing])
        socket.on('error', () => {}).on('close', () => [incoming, outgoing].map(socket => socket.destroy()))
      outgoing.pipe(incoming)
      incoming.on('data', async part => {
        outgoing.write(part)
        const isBreak = passed < 1_000_000 && passed + part.length >= 1_000_000
        passed += part.length
        if (!isBreak) return
        incoming.destroy()
        found.push(await direct.stat('a'))
      })
    })
    const through = createS3Store({ ...server, bucket, endpoint: `http://127.0.0.1:${await listen(relay)}` })
    await through.put('a', bytes, TEXT)
    expect(passed).toBeGreaterThan(bytes.length + 1_000_000)
    expect(found).toEqual([undefined])
    expect((await direct.get('a'))?.equals(bytes)).toBe(true)
    await removeBucket(server, bucket)
  })
})
