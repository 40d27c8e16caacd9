import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'minio'
import { startS3Server, type TestS3Server } from '../../../tests/support/s3-server.ts'
import { createDiskStore, createS3Store, type ObjectStore } from './index.ts'
import { parseEndpoint } from './s3/endpoint.ts'

/** A store of a test's own, empty and ready. */
export interface TestStore {
  objects: ObjectStore
  remove(): Promise<void>
}

export interface StoreKind {
  kind: ObjectStore['kind']
  open(): Promise<TestStore>
}

/** Both kinds of store, for suites that hold for either. */
export const STORE_KINDS: StoreKind[] = [
  { kind: 'disk', open: openDiskStore },
  { kind: 's3', open: openServedStore },
]

export async function openDiskStore(): Promise<TestStore & { dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-'))
  const objects = createDiskStore({ dataDir, bucket: 'thumbnails' })
  await objects.ready()
  return { objects, dataDir, remove: () => rm(dataDir, { recursive: true }) }
}

async function openServedStore(): Promise<TestStore> {
  const server = await startS3Server()
  const bucket = freshBucket()
  const objects = createS3Store({ ...server, bucket })
  await objects.ready()
  return {
    objects,
    async remove() {
      await removeBucket(server, bucket)
      await server.stop()
    },
  }
}

export function freshBucket(): string {
  return `contactsheet-test-${randomBytes(6).toString('hex')}`
}

/** Removes a bucket with everything in it, from a server that may be used by others too. */
export async function removeBucket(server: TestS3Server, bucket: string): Promise<void> {
  const objects = createS3Store({ ...server, bucket })
  const client = new Client({ ...parseEndpoint(server.endpoint), ...server })
  const keys = await Array.fromAsync(objects.list(''))
  for (let at = 0; at < keys.length; at += 100)
    await Promise.all(keys.slice(at, at + 100).map(key => objects.delete(key)))
  await client.removeBucket(bucket)
}
