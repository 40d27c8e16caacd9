import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, lstat, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { KindError } from '@contactsheet/contract'
import { z } from 'zod'
import { assertBucket } from '../bucket.ts'
import { assertFolder, assertKey, assertPrefix } from '../key.ts'
import { decodeMetadata, encodeMetadata } from '../metadata.ts'
import type {
  ByteRange,
  ListOptions,
  ObjectStat,
  ObjectStore,
  OpenObject,
  PutOptions,
} from '../object-store.ts'
import { UnreadableObject, UnwritableStore } from '../unreadable.ts'
import { removeFile, sweep, writeWhole } from './files.ts'
import { errorCode, isMissing } from './missing.ts'
import { entriesOf, walk } from './walk.ts'

export interface DiskStoreOptions {
  /** The folder that holds the bucket's folder. */
  dataDir: string
  bucket: string
}

/**
 * Objects as plain files at `<dataDir>/<bucket>/<key>`, for one machine.
 *
 * What a file cannot say by itself is in a sidecar: a content type that its extension does not imply, and metadata. It
 * lies at `<dataDir>/.metadata/<bucket>/<key>`, written before the object, so that the bucket's folder holds the objects
 * and nothing else. A damaged one counts as none, since the object itself is whole; so none is waited for to be flushed.
 * Unlike S3, one key cannot be the folder of another: with `a` stored, `a/b` cannot be.
 */
export function createDiskStore(options: DiskStoreOptions): ObjectStore {
  return new DiskStore(options)
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.png': 'image/png',
  '.webp': 'image/webp',
}
const UNKNOWN_TYPE = 'application/octet-stream'

/** What a probe writes: more than a file system keeps beside a file's name, where it finds room even when full. */
const PROBE_BYTES = 16 * 1024

/** Links are not followed: they could lead out of the bucket. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW

const sidecarSchema = z.strictObject({
  contentType: z.string(),
  metadata: z.record(z.string(), z.string()),
})

class DiskStore implements ObjectStore {
  readonly kind = 'disk'
  readonly #bucket: string
  readonly #root: string
  readonly #sidecars: string
  readonly #incoming: string

  constructor({ dataDir, bucket }: DiskStoreOptions) {
    assertBucket(bucket)
    this.#bucket = bucket
    this.#root = resolve(dataDir, bucket)
    this.#sidecars = resolve(dataDir, '.metadata', bucket)
    this.#incoming = resolve(dataDir, '.incoming')
  }

  async ready(): Promise<void> {
    try {
      for (const folder of [this.#root, this.#sidecars, this.#incoming]) {
        await mkdir(folder, { recursive: true })
        await access(folder, constants.R_OK | constants.W_OK)
      }
      await sweep(this.#incoming)
    } catch (error) {
      throw new KindError(
        'storage',
        `Cannot keep files in ${this.#root}: ${reasonOf(error)}. Set DATA_DIR to a folder that can be written, ` +
          'or MINIO_ENDPOINT to use an object store.',
        { detail: String(error), cause: error },
      )
    }
  }

  async check(): Promise<void> {
    const probe = join(this.#incoming, `probe-${randomUUID()}`)
    try {
      // With the slash it is a folder, or missing.
      await access(`${this.#root}/`, constants.R_OK | constants.W_OK)
      await writeFile(probe, Buffer.alloc(PROBE_BYTES))
    } catch (error) {
      const options = { detail: String(error), cause: error }
      if (isMissing(error)) throw new KindError('storage', `${this.#root} is not there (DATA_DIR).`, options)
      throw new UnwritableStore(`Could not write in ${this.#root}: ${reasonOf(error)}.`, options)
    } finally {
      await rm(probe, { force: true }).catch(() => {})
    }
  }

  async put(key: string, bytes: Uint8Array, options: PutOptions): Promise<void> {
    await this.#write(key, bytes, options)
  }

  async putPieces(key: string, pieces: () => AsyncIterable<Uint8Array>, options: PutOptions): Promise<void> {
    await this.#write(key, pieces(), options)
  }

  async #write(
    key: string,
    bytes: Uint8Array | AsyncIterable<Uint8Array>,
    { contentType, metadata, durability = 'full' }: PutOptions,
  ): Promise<void> {
    const path = this.#path(key)
    const sidecar = { contentType, metadata: encodeMetadata(metadata) }
    const needed = Object.keys(sidecar.metadata).length > 0 || contentType !== typeOf(key)
    await this.#attempt('write', key, async () => {
      if (needed)
        await writeWhole(
          this.#incoming,
          join(this.#sidecars, key),
          Buffer.from(JSON.stringify(sidecar)),
          'none',
        )
      else await removeFile(this.#sidecars, join(this.#sidecars, key))
      await writeWhole(this.#incoming, path, bytes, durability)
    })
  }

  async get(key: string): Promise<Buffer | undefined> {
    const path = this.#path(key)
    return this.#attempt('read', key, () => readFile(path, { flag: READ }))
  }

  async stream(key: string, range?: ByteRange): Promise<OpenObject | undefined> {
    const path = this.#path(key)
    return this.#attempt('read', key, async () => {
      const file = await open(path, READ)
      try {
        const found = await file.stat({ bigint: true })
        if (found.isFile() && (range === undefined || range.start < found.size))
          return {
            stat: await this.#describe(key, found),
            body: file.createReadStream(range && { start: range.start, end: range.end - 1 }),
          }
      } catch (error) {
        await file.close()
        throw error
      }
      await file.close()
      return undefined
    })
  }

  async stat(key: string): Promise<ObjectStat | undefined> {
    const path = this.#path(key)
    return this.#attempt('read', key, async () => {
      const found = await lstat(path, { bigint: true })
      return found.isFile() ? this.#describe(key, found) : undefined
    })
  }

  async *list(prefix: string, { after = '' }: ListOptions = {}): AsyncGenerator<string> {
    assertPrefix(prefix)
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    try {
      yield* walk(this.#root, folder, { prefix, after })
    } catch (error) {
      throw this.#failure('list', prefix, error)
    }
  }

  async *folders(prefix: string, { after }: ListOptions = {}): AsyncGenerator<string> {
    assertFolder(prefix)
    const behind = after === undefined ? '' : `${after}/`
    try {
      for (const name of await entriesOf(join(this.#root, prefix), behind)) {
        if (!name.endsWith('/') || name === behind) continue
        const first = await walk(this.#root, prefix + name, { prefix: '', after: '' }).next()
        if (!first.done) yield name.slice(0, -1)
      }
    } catch (error) {
      throw this.#failure('list', prefix, error)
    }
  }

  async delete(key: string): Promise<void> {
    const path = this.#path(key)
    await this.#attempt('delete', key, async () => {
      await removeFile(this.#root, path)
      await removeFile(this.#sidecars, join(this.#sidecars, key))
    })
  }

  async url(key: string): Promise<undefined> {
    return this.publicUrl(key)
  }

  publicUrl(key: string): undefined {
    assertKey(key)
  }

  #path(key: string): string {
    assertKey(key)
    return join(this.#root, key)
  }

  async #describe(key: string, file: { size: bigint; mtimeNs: bigint; ino: bigint }): Promise<ObjectStat> {
    const { contentType, metadata } = await this.#sidecar(key)
    return {
      size: Number(file.size),
      contentType,
      etag: [file.ino, file.mtimeNs, file.size].map(part => part.toString(36)).join('-'),
      lastModified: new Date(Number(file.mtimeNs / 1_000_000n)),
      metadata: decodeMetadata(metadata),
    }
  }

  async #sidecar(key: string): Promise<z.infer<typeof sidecarSchema>> {
    const none = { contentType: typeOf(key), metadata: {} }
    try {
      const sidecar = sidecarSchema.safeParse(JSON.parse(await readFile(join(this.#sidecars, key), 'utf8')))
      return sidecar.data ?? none
    } catch (error) {
      if (isMissing(error) || error instanceof SyntaxError) return none
      throw error
    }
  }

  /** Does something with an object's file; undefined if there is no such file. */
  async #attempt<T>(verb: string, key: string, action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action()
    } catch (error) {
      if (error instanceof KindError) throw error
      if (verb === 'read' && isMissing(error)) return undefined
      throw this.#failure(verb, key, error)
    }
  }

  #failure(verb: string, key: string, error: unknown): KindError {
    const message = `Could not ${verb} ${key} in disk store "${this.#bucket}": ${reasonOf(error)}.`
    const options = { detail: String(error), cause: error }
    return verb === 'read' && ['EACCES', 'EPERM', 'EIO'].includes(errorCode(error))
      ? new UnreadableObject('refused', message, options)
      : new KindError('storage', message, options)
  }
}

function typeOf(key: string): string {
  return CONTENT_TYPES[extname(key)] ?? UNKNOWN_TYPE
}

function reasonOf(error: unknown): string {
  const code = errorCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full'
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied'
  if (code === 'EROFS') return 'the file system is read-only'
  if (['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOTEMPTY'].includes(code))
    return 'a file and a folder would need the same name'
  if (code === 'EIO') return 'the disk cannot be read there'
  return code === '' ? String(error) : `the system says ${code}`
}
