import { aroundCalls, type ObjectStore, type StoreCall, UnreadableObject } from '@contactsheet/storage'
import { Histogram, type Registry } from 'prom-client'
import { STORE_SECONDS } from './buckets.ts'

type Operation = StoreCall['operation']

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
    return aroundCalls(objects, {
      call: ({ operation }, run) => this.#timed(operation, run),
      listing: ({ operation }, items) => this.#walked(operation, items),
    })
  }

  async #timed<T>(operation: Operation, run: () => Promise<T>): Promise<T> {
    const start = performance.now()
    try {
      const answer = await run()
      this.#observe(operation, 'ok', performance.now() - start)
      return answer
    } catch (error) {
      this.#observe(operation, outcomeOf(error), performance.now() - start)
      throw error
    }
  }

  async *#walked<T>(operation: Operation, items: AsyncIterable<T>): AsyncGenerator<T> {
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
