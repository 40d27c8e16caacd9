import type { ListOptions, ObjectStat, ObjectStore, OpenObject, PutOptions } from '@contactsheet/storage'
import { UnreadableObject } from '@contactsheet/storage'
import { Histogram, type Registry } from 'prom-client'
import { STORE_SECONDS } from './buckets.ts'

/** What is asked of a store, as its metric names it. */
type Operation = 'check' | 'put' | 'put_pieces' | 'get' | 'stream' | 'stat' | 'list' | 'folders' | 'delete'

/** How long calls to the store take, its own second tries included, and how they end. */
export class StoreCalls {
  readonly #seconds: Histogram<'operation' | 'outcome'>

  constructor(registers: Registry[]) {
    this.#seconds = new Histogram({
      name: 'contactsheet_store_call_seconds',
      help: 'Calls to the object store: how long each took, by operation and outcome: ok (also of what is not there), unreadable (one object is damaged), or failed. Of a stream until it begins, of a listing without what was done in between.',
      labelNames: ['operation', 'outcome'],
      buckets: STORE_SECONDS,
      registers,
    })
  }

  /** The same store, with its calls measured. */
  of(objects: ObjectStore): ObjectStore {
    return new MeasuredStore(objects, this)
  }

  async timed<T>(operation: Operation, call: () => Promise<T>): Promise<T> {
    const start = performance.now()
    try {
      const result = await call()
      this.#observe(operation, 'ok', performance.now() - start)
      return result
    } catch (error) {
      this.#observe(operation, outcomeOf(error), performance.now() - start)
      throw error
    }
  }

  async *walked<T>(operation: Operation, items: AsyncIterable<T>): AsyncGenerator<T> {
    let ms = 0
    let outcome = 'ok'
    let start = performance.now()
    try {
      for await (const item of items) {
        ms += performance.now() - start
        yield item
        start = performance.now()
      }
    } catch (error) {
      outcome = outcomeOf(error)
      throw error
    } finally {
      this.#observe(operation, outcome, ms + performance.now() - start)
    }
  }

  #observe(operation: Operation, outcome: string, ms: number): void {
    this.#seconds.observe({ operation, outcome }, ms / 1_000)
  }
}

function outcomeOf(error: unknown): 'unreadable' | 'failed' {
  return error instanceof UnreadableObject ? 'unreadable' : 'failed'
}

class MeasuredStore implements ObjectStore {
  readonly #objects: ObjectStore
  readonly #calls: StoreCalls

  constructor(objects: ObjectStore, calls: StoreCalls) {
    this.#objects = objects
    this.#calls = calls
  }

  get kind(): ObjectStore['kind'] {
    return this.#objects.kind
  }

  ready(): Promise<void> {
    return this.#objects.ready()
  }

  check(): Promise<void> {
    return this.#calls.timed('check', () => this.#objects.check())
  }

  put(key: string, bytes: Uint8Array, options: PutOptions): Promise<void> {
    return this.#calls.timed('put', () => this.#objects.put(key, bytes, options))
  }

  putPieces(key: string, pieces: () => AsyncIterable<Uint8Array>, options: PutOptions): Promise<void> {
    return this.#calls.timed('put_pieces', () => this.#objects.putPieces(key, pieces, options))
  }

  get(key: string): Promise<Buffer | undefined> {
    return this.#calls.timed('get', () => this.#objects.get(key))
  }

  stream(...asked: Parameters<ObjectStore['stream']>): Promise<OpenObject | undefined> {
    return this.#calls.timed('stream', () => this.#objects.stream(...asked))
  }

  stat(key: string): Promise<ObjectStat | undefined> {
    return this.#calls.timed('stat', () => this.#objects.stat(key))
  }

  list(prefix: string, options?: ListOptions): AsyncIterable<string> {
    return this.#calls.walked('list', this.#objects.list(prefix, options))
  }

  folders(prefix: string, options?: ListOptions): AsyncIterable<string> {
    return this.#calls.walked('folders', this.#objects.folders(prefix, options))
  }

  delete(key: string): Promise<void> {
    return this.#calls.timed('delete', () => this.#objects.delete(key))
  }

  url(...asked: Parameters<ObjectStore['url']>): Promise<string | undefined> {
    return this.#objects.url(...asked)
  }

  publicUrl(key: string): string | undefined {
    return this.#objects.publicUrl(key)
  }
}
