import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProxy } from '../../../../tests/support/proxy.ts'
import { startS3Server, type TestS3Server } from '../../../../tests/support/s3-server.ts'
import { createS3Store } from '../index.ts'
import { freshBucket, removeBucket } from '../stores.testing.ts'

describe('an S3 store behind a proxy', () => {
  let server: TestS3Server
  beforeAll(async () => {
    server = await startS3Server()
  })
  afterAll(() => server.stop())

  it('is spoken to through it, over http by absolute addresses', async () => {
    const { host } = new URL(server.endpoint)
    const proxy = await startProxy({ route: () => host })
    const bucket = freshBucket()
    const objects = createS3Store({ ...server, endpoint: 'http://192.0.2.7:9000', bucket, proxy: proxy.url })
    await objects.ready()
    await objects.put('a', Buffer.from('picture'), { contentType: 'image/jpeg' })
    expect(String(await objects.get('a'))).toBe('picture')
    expect(proxy.seen).toContain(`GET http://192.0.2.7:9000/${bucket}/a`)
    await removeBucket(server, bucket)
  })

  it.each([
    ['refuse', 'the proxy opens no way to it; check HTTPS_PROXY, or name the host in NO_PROXY'],
    ['silent', 'the proxy opens no way to it'],
  ] as const)('over https fails with the cause if the proxy says: %s', async (connects, cause) => {
    const proxy = await startProxy({ connects })
    const endpoint = 'https://store.example'
    const objects = createS3Store({
      ...server,
      endpoint,
      bucket: 'photos',
      proxy: proxy.url,
      requestTimeoutMs: 200,
    })
    const error = await objects.get('a').catch(error => error)
    expect(error.message).toContain(cause)
    expect(error.message).toContain(`through the proxy at ${new URL(proxy.url).host}`)
    expect(`${error.message} ${error.detail}`).not.toContain('proxy-password')
    expect(proxy.seen[0]).toBe('CONNECT store.example:443')
  })
})
