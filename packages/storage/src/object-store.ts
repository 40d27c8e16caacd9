import type { Readable } from 'node:stream'

export interface PutOptions {
  contentType: string
  /** `Cache-Control` for whoever fetches the object from the store itself. */
  cacheControl?: string
  /** Lower-case names, any Unicode in the values: percent-encoded at most 256 bytes each, 2 KB in all. An empty one is not kept. */
  metadata?: Record<string, string>
  /** `full` if not said. */
  durability?: Durability
}

/**
 * What is left of an object after a power cut, once it has been put on a disk:
 *
 * - `full`: the object. What nobody can make again: a picture that was paid for, that a batch was accepted, how it settled.
 * - `content`: the object or none, never a part. An image, which its original makes again.
 * - `none`: the object, an empty one, or none. What is made again from the rest, or counts for seconds only.
 *
 * In a bucket an object that has been put is there.
 */
export type Durability = 'full' | 'content' | 'none'

export interface ObjectStat {
  /** Bytes. */
  size: number
  contentType: string
  /** Changes whenever the object does; without quotes. */
  etag: string
  lastModified: Date
  metadata: Record<string, string>
}

/** A part of an object, in bytes. */
export interface ByteRange {
  start: number
  /** The first byte that is left out. */
  end: number
}

export interface OpenObject {
  /** The bytes, or the part of them that was asked for. Consume or destroy it. */
  body: Readable
  stat: ObjectStat
}

export interface ListOptions {
  /** Start behind this one. */
  after?: string
}

/**
 * A place that keeps whole objects under keys. Keys follow one rule in every store, see {@link assertKey}; one that
 * breaks it throws RangeError. Whatever keeps the store from reading or writing is thrown as a KindError of kind
 * `storage`, after a few tries where trying again can help; as an UnreadableObject if it is about one object alone.
 */
export interface ObjectStore {
  readonly kind: 'disk' | 's3'

  /** Makes sure that the store answers and its bucket exists, creating the bucket if need be. For the start of a process. */
  ready(): Promise<void>

  /**
   * Looks whether the store can be read and written, creating neither bucket nor folder. For probes: cheap enough to be
   * asked every few seconds, and with a limit to how long ago a write is that it goes by.
   *
   * @throws UnwritableStore if it answers and takes no writes
   */
  check(): Promise<void>

  /** Stores an object whole: a reader sees the old one or the new one, never a part. Not for empty objects. */
  put(key: string, bytes: Uint8Array, options: PutOptions): Promise<void>

  /**
   * Stores an object whole that need not fit in memory.
   *
   * @param pieces its bytes: asked for more than once, and the same each time
   */
  putPieces(key: string, pieces: () => AsyncIterable<Uint8Array>, options: PutOptions): Promise<void>

  /** The bytes of an object; undefined if there is none. */
  get(key: string): Promise<Buffer | undefined>

  /**
   * An object to read piece by piece, and what is known of it, in one call; undefined if there is none.
   *
   * @param range the part to read, all of it if there is no other: an object that ends before is as none
   */
  stream(key: string, range?: ByteRange): Promise<OpenObject | undefined>

  /** What is known of an object; undefined if there is none. */
  stat(key: string): Promise<ObjectStat | undefined>

  /**
   * The keys that start with a prefix, ascending. Keys only: on a disk their sizes would take twenty times as long.
   *
   * @param options `after`: a whole key
   */
  list(prefix: string, options?: ListOptions): AsyncIterable<string>

  /**
   * Names of the folders right below a prefix that hold an object at any depth, ascending.
   *
   * @param prefix empty, or ending with a slash
   * @param options `after`: the name of a folder
   */
  folders(prefix: string, options?: ListOptions): AsyncIterable<string>

  /** Removes an object. No error if there is none. */
  delete(key: string): Promise<void>

  /** Where a browser can fetch the object for some time, without credentials; undefined if the store has no such place. */
  url(key: string, options: { expiresSeconds: number }): Promise<string | undefined>

  /** Where a browser can fetch the object for good; undefined unless a public base is configured. */
  publicUrl(key: string): string | undefined
}
