import { createHash } from 'node:crypto'
import { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { KindError } from '@contactsheet/contract'
import { type BucketItem, type Client, S3Error } from 'minio'
import pRetry from 'p-retry'
import { assertBucket } from '../bucket.ts'
import { assertFolder, assertKey, assertPrefix } from '../key.ts'
import { PROBE } from '../layout.ts'
import { encodeMetadata } from '../metadata.ts'
import type {
  ByteRange,
  ListOptions,
  ObjectStat,
  ObjectStore,
  OpenObject,
  PutOptions,
} from '../object-store.ts'
import { UnwritableStore } from '../unreadable.ts'
import { causeOf } from './cause.ts'
import { connectS3, DEFAULT_REGION, type S3StoreOptions } from './client.ts'
import { isAbsent, isBeyondEnd, isTransient, readFailure, storageFailure, wantsMd5 } from './failure.ts'
import { describedBy, metadataHeaders, statOf } from './headers.ts'
import { type PublicUrl, publicUrlOf } from './public-url.ts'
import { measure, sendPieces } from './send-pieces.ts'

/** Objects in a bucket of any store that speaks S3. */
export function createS3Store(options: S3StoreOptions): ObjectStore {
  return new S3Store(options)
}

/** After a broken connection or an overloaded store: two more tries, about 0.1 and 0.3 s later. */
const RETRY = { retries: 2, minTimeout: 100, factor: 3, randomize: true }

/** The most that S3 lists at once. */
const PAGE = 1000

/** Sorts right after the slash: what follows a folder's name to start behind everything in it. */
const AFTER_SLASH = '0'

/** How long after a write another is taken for possible, in milliseconds: a probe is a write that is paid for. */
const PROBE_MS = 30_000

const SET_UP =
  ' Set MINIO_ENDPOINT, MINIO_ACCESS_KEY, MINIO_SECRET_KEY and MINIO_BUCKET, or none of them to keep files under DATA_DIR.'

class S3Store implements ObjectStore {
  readonly kind = 's3'
  readonly #client: Client
  readonly #endpoint: string
  readonly #bucket: string
  readonly #region: string
  readonly #publicUrl: PublicUrl | undefined
  /** What errors say of the way to the store. */
  readonly #via: string
  /** When a write last succeeded, on the clock of `performance.now()`, unless one has failed since. */
  #wroteAt = Number.NEGATIVE_INFINITY
  /** Whether the bucket has refused a write for want of `Content-MD5`, as one with object lock may. */
  #wantsMd5 = false

  constructor(options: S3StoreOptions) {
    assertBucket(options.bucket)
    if (options.accessKey === '' || options.secretKey === '')
      throw new RangeError('MINIO_ACCESS_KEY and MINIO_SECRET_KEY must not be empty.')
    this.#endpoint = options.endpoint
    this.#bucket = options.bucket
    this.#region = options.region ?? DEFAULT_REGION
    if (options.publicBaseUrl !== undefined)
      this.#publicUrl = publicUrlOf(options.publicBaseUrl, options.bucket, options.endpoint)
    this.#via = options.proxy === undefined ? '' : ` through the proxy at ${new URL(options.proxy).host}`
    this.#client = connectS3(options)
  }

  async ready(): Promise<void> {
    try {
      await retrying(async () => {
        if (!(await this.#client.bucketExists(this.#bucket))) await this.#createBucket()
      })
    } catch (error) {
      const what = `open bucket "${this.#bucket}" at ${this.#endpoint}${this.#via}`
      const { error: cause, reason } = await causeOf(this.#client, this.#bucket, error)
      throw storageFailure(what, cause, { advice: SET_UP, region: this.#region, reason })
    }
  }

  async check(): Promise<void> {
    await this.#attempt('look for objects', async () => {
      if (!(await this.#client.bucketExists(this.#bucket)))
        throw Object.assign(new S3Error('no bucket of this name'), { code: 'NoSuchBucket' })
    })
    if (performance.now() - this.#wroteAt < PROBE_MS) return
    try {
      await this.put(PROBE, Buffer.from('probe'), { contentType: 'text/plain' })
    } catch (error) {
      if (!(error instanceof KindError)) throw error
      throw new UnwritableStore(error.message, { detail: error.detail })
    }
  }

  async put(key: string, bytes: Uint8Array, options: PutOptions): Promise<void> {
    assertKey(key)
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const headers = headersOf(options)
    await this.#write(key, () => this.#send(key, body, headers))
  }

  async putPieces(key: string, pieces: () => AsyncIterable<Uint8Array>, options: PutOptions): Promise<void> {
    assertKey(key)
    const object = { bucketName: this.#bucket, objectName: key, headers: headersOf(options) }
    const measured = await measure(this.#client, pieces())
    await this.#write(key, () => sendPieces(this.#client, object, measured, pieces()))
  }

  async get(key: string): Promise<Buffer | undefined> {
    assertKey(key)
    return this.#read(key, () =>
      ifPresent(async () => buffer(await this.#client.getObject(this.#bucket, key))),
    )
  }

  async stream(key: string, range?: ByteRange): Promise<OpenObject | undefined> {
    assertKey(key)
    const { start, end } = range ?? { start: 0, end: 0 }
    return this.#read(key, () =>
      ifPresent(async () => {
        // No length means to its end.
        const body = await this.#client.getPartialObject(this.#bucket, key, start, end - start)
        // The transport is Node's own, and its answers carry the headers: no second call for them.
        if (!(body instanceof IncomingMessage)) throw new TypeError('The client gave no HTTP answer.')
        return { body, stat: statOf(body.headers) }
      }),
    )
  }

  async stat(key: string): Promise<ObjectStat | undefined> {
    assertKey(key)
    return this.#read(key, () =>
      ifPresent(async () => {
        const { size, etag, lastModified, metaData } = await this.#client.statObject(this.#bucket, key)
        return { size, etag, lastModified, ...describedBy(metaData) }
      }),
    )
  }

  async *list(prefix: string, { after = '' }: ListOptions = {}): AsyncGenerator<string> {
    assertPrefix(prefix)
    for await (const item of this.#items(prefix, '', after)) if (item.name !== undefined) yield item.name
  }

  async *folders(prefix: string, { after }: ListOptions = {}): AsyncGenerator<string> {
    assertFolder(prefix)
    const start = after === undefined ? '' : prefix + after + AFTER_SLASH
    for await (const item of this.#items(prefix, '/', start))
      if (item.prefix !== undefined) yield item.prefix.slice(prefix.length, -1)
  }

  async delete(key: string): Promise<void> {
    assertKey(key)
    await this.#attempt(`delete ${key}`, () => this.#client.removeObject(this.#bucket, key))
  }

  async url(key: string, { expiresSeconds }: { expiresSeconds: number }): Promise<string> {
    return this.publicUrl(key) ?? this.#client.presignedGetObject(this.#bucket, key, expiresSeconds)
  }

  publicUrl(key: string): string | undefined {
    assertKey(key)
    return this.#publicUrl?.(key)
  }

  /**
   * Sends an object in one request. The client's `putObject` would copy the body first and make an MD5 of it each time,
   * on the thread that everything else here waits for: 10 ms for an original of 4 MB. How long the body is goes along, so
   * that no server takes a part of it for the whole.
   */
  async #send(key: string, body: Buffer, headers: Record<string, string>): Promise<void> {
    const send = (more: Record<string, string> = {}) => {
      const request = { method: 'PUT', bucketName: this.#bucket, objectName: key }
      return this.#client.makeRequestAsyncOmit({ ...request, headers: { ...headers, ...more } }, body)
    }
    if (!this.#wantsMd5)
      try {
        await send()
        return
      } catch (error) {
        if (!wantsMd5(error)) throw error
        this.#wantsMd5 = true
      }
    await send({ 'Content-MD5': md5Of(body) })
  }

  async #createBucket(): Promise<void> {
    try {
      await this.#client.makeBucket(this.#bucket, this.#region)
    } catch (error) {
      // Another process was faster.
      if (!(error instanceof S3Error && error.code === 'BucketAlreadyOwnedByYou')) throw error
    }
  }

  async #write(key: string, send: () => Promise<unknown>): Promise<void> {
    try {
      await this.#attempt(`write ${key}`, send)
      this.#wroteAt = performance.now()
    } catch (error) {
      this.#wroteAt = Number.NEGATIVE_INFINITY
      throw error
    }
  }

  async *#items(prefix: string, delimiter: string, after: string): AsyncGenerator<BucketItem> {
    let token = ''
    do {
      const page = await this.#attempt(`list ${prefix}`, () =>
        this.#client.listObjectsV2Query(
          this.#bucket,
          prefix,
          token,
          delimiter,
          PAGE,
          token === '' ? after : '',
        ),
      )
      yield* page.objects
      token = page.isTruncated ? page.nextContinuationToken : ''
    } while (token !== '')
  }

  async #read<T>(key: string, call: () => Promise<T>): Promise<T> {
    return this.#attempt(`read ${key}`, call, readFailure)
  }

  async #attempt<T>(what: string, call: () => Promise<T>, failureOf = storageFailure): Promise<T> {
    try {
      return await retrying(call)
    } catch (error) {
      const { error: cause, reason } = await causeOf(this.#client, this.#bucket, error)
      const where = `${what} in bucket "${this.#bucket}"${this.#via}`
      throw failureOf(where, cause, { region: this.#region, reason })
    }
  }
}

function md5Of(body: Buffer): string {
  return createHash('md5').update(body).digest('base64')
}

function headersOf({ contentType, cacheControl, metadata }: PutOptions): Record<string, string> {
  return {
    ...metadataHeaders(encodeMetadata(metadata)),
    'Content-Type': contentType,
    ...(cacheControl === undefined ? {} : { 'Cache-Control': cacheControl }),
  }
}

function retrying<T>(call: () => Promise<T>): Promise<T> {
  return pRetry(call, { ...RETRY, shouldRetry: ({ error }) => isTransient(error) })
}

async function ifPresent<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (isAbsent(error) || isBeyondEnd(error)) return undefined
    throw error
  }
}
