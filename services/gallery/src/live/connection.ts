import { parseAnswer } from '../api/address.ts'
import { api, LEAVES_A_PAGE, urls } from '../api/calls.ts'
import { ApiProblem, Unreachable } from '../api/http.ts'
import type { LeafView, Progress } from '../api/types.ts'
import { createStore, type Store } from '../lib/store.ts'
import {
  type Again,
  firstHeard,
  type Heard,
  hear,
  isComplete,
  isSettled,
  type LiveBatch,
  settledCount,
  stalePages,
} from './live-batch.ts'

/** How the page hears of a batch: not at all yet, by events, by asking, or not any more. */
export type Hearing = 'connecting' | 'events' | 'asking' | 'lost' | 'settled'

export interface Live {
  batch?: LiveBatch
  hearing: Hearing
  /** Why there is nothing to show. */
  problem?: ApiProblem
}

/** How often news become a new picture of the batch, in milliseconds. */
const FLUSH_MS = 80
/** How often to ask where there are no events. */
const ASK_MS = 1_000
/** How often to make sure that no event was missed: a machine that slept may not notice. */
const VERIFY_MS = 15_000
/** How often to ask which leaves run: events tell of settled ones only. */
const RUNNING_MS = 1_000

/**
 * Follows one batch: reads it, then hears of changes by server-sent events, or by asking every second where the API has
 * none. Events only save asking; what is asked for is the truth, so a lost one is made up for.
 */
export class BatchConnection {
  readonly live: Store<Live> = createStore<Live>({ hearing: 'connecting' })
  readonly #id: string
  readonly #ended = new AbortController()
  #events: EventSource | undefined
  #hasEvents = true
  #heard: Heard[] = []
  #flushTimer: number | undefined
  #nextTimer: number | undefined
  #syncing: Promise<void> | undefined
  #runningAskedAt = 0
  /** Leaves at batch APIs when that was last heard. */
  #submitted = 0
  #readAll = false

  constructor(id: string) {
    this.#id = id
    document.addEventListener('visibilitychange', this.#onVisible)
    addEventListener('online', this.#onVisible)
    void this.sync()
  }

  close(): void {
    this.#ended.abort()
    this.#events?.close()
    clearTimeout(this.#flushTimer)
    clearTimeout(this.#nextTimer)
    document.removeEventListener('visibilitychange', this.#onVisible)
    removeEventListener('online', this.#onVisible)
  }

  /** Starts anew after whatever kept the API from answering, as an expired session does. */
  restart(): void {
    this.#hasEvents = true
    void this.sync()
  }

  /** Leaves run again. */
  again(of: Again): void {
    this.#hear({ type: 'again', of })
    void this.sync()
  }

  /** Reads what is not known for sure, then goes on listening. */
  sync(): Promise<void> {
    this.#syncing ??= this.#sync().finally(() => {
      this.#syncing = undefined
    })
    return this.#syncing
  }

  async #sync(): Promise<void> {
    const { signal } = this.#ended
    clearTimeout(this.#nextTimer)
    try {
      const view = await api.batch(this.#id, signal)
      const at = performance.now()
      if (this.live.get().batch === undefined)
        this.live.set({ batch: firstHeard(view, at), hearing: 'connecting' })
      else this.#hear({ type: 'snapshot', view, at })
      this.#flush()
      await this.#readPages(signal)
      this.#listen()
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof ApiProblem && error.status !== 503 && error.status !== 429) {
        this.live.set({ ...this.live.get(), problem: error })
        return
      }
      if (!(error instanceof Unreachable || error instanceof ApiProblem)) throw error
      this.#say('lost')
      this.#syncIn(ASK_MS * 2)
    }
  }

  async #readPages(signal: AbortSignal): Promise<void> {
    const batch = this.live.get().batch
    if (batch === undefined) return
    const open = !isSettled(batch.view.state)
    // Nothing changed since the last look: an open batch of thousands of leaves is not read again for that.
    const { succeeded, failed, canceled } = batch.view.counts
    const complete = isComplete(batch)
    const isSame = complete && open && succeeded + failed + canceled === settledCount(batch)
    if (!isSame || this.#readAll) {
      this.#readAll = false
      for (const cursor of stalePages(batch, LEAVES_A_PAGE)) {
        const page = await api.leaves(this.#id, { ...(cursor && { cursor }) }, signal)
        this.#hear({ type: 'leaves', leaves: page.leaves, at: performance.now() })
      }
    }
    if (open) await this.#askRunning(signal)
  }

  async #askRunning(signal: AbortSignal): Promise<void> {
    this.#runningAskedAt = performance.now()
    const { leaves, nextCursor } = await api.leaves(this.#id, { state: 'running' }, signal)
    this.#hear({ type: 'running', leaves, at: performance.now(), more: nextCursor !== undefined })
  }

  #listen(): void {
    const state = this.live.get().batch?.view.state
    if (state === undefined || this.#ended.signal.aborted) return
    if (isSettled(state)) {
      this.#events?.close()
      this.#events = undefined
      // A stream that ended with the batch says nothing about the next.
      this.#hasEvents = true
      this.#say('settled')
      return
    }
    if (!this.#hasEvents) {
      this.#say('asking')
      this.#syncIn(ASK_MS)
      return
    }
    if (this.#events === undefined) this.#open()
    else if (this.#events.readyState === EventSource.OPEN) this.#say('events')
    this.#syncIn(VERIFY_MS)
  }

  #open(): void {
    const events = new EventSource(urls.events(this.#id))
    this.#events = events
    let answered = false
    events.onopen = () => {
      answered = true
      this.#say('events')
    }
    events.onerror = () => {
      if (events !== this.#events) return
      // The browser tries again by itself, unless the answer was not a stream of events.
      if (events.readyState === EventSource.CLOSED) {
        this.#events = undefined
        this.#hasEvents = answered
        void this.sync()
      } else {
        this.#say('lost')
        this.#syncIn(ASK_MS)
      }
    }
    const on = <T>(name: string, listen: (data: T) => void) =>
      events.addEventListener(name, message => listen(parseAnswer(message.data) as T))
    on<LeafView>('leaf', leaf => this.#hear({ type: 'leaf', leaf, at: performance.now() }))
    on<Progress>('progress', progress => this.#progress(progress))
    on<Progress>('settled', () => {
      events.close()
      this.#events = undefined
      void this.sync()
    })
  }

  #progress(progress: Progress): void {
    this.#hear({ type: 'progress', progress, at: performance.now() })
    const { counts, economy } = progress
    const submitted = economy?.submitted ?? 0
    // More of them than are asked for at once: where they stand is seen from all pages.
    if (submitted > this.#submitted && submitted > LEAVES_A_PAGE) {
      this.#readAll = true
      this.#syncIn(RUNNING_MS)
    }
    this.#submitted = submitted
    if (counts.running === 0 || performance.now() - this.#runningAskedAt < RUNNING_MS) return
    this.#askRunning(this.#ended.signal).catch(() => this.#syncIn(ASK_MS))
  }

  #hear(heard: Heard): void {
    this.#heard.push(heard)
    // Not by animation frames: a hidden tab has none.
    this.#flushTimer ??= window.setTimeout(() => this.#flush(), FLUSH_MS)
  }

  #flush(): void {
    clearTimeout(this.#flushTimer)
    this.#flushTimer = undefined
    const live = this.live.get()
    if (live.batch === undefined || this.#heard.length === 0) return
    const heard = this.#heard
    this.#heard = []
    this.live.set({ ...live, batch: hear(live.batch, heard) })
  }

  #say(hearing: Hearing): void {
    this.#flush()
    const { problem: _, ...live } = this.live.get()
    if (live.hearing !== hearing) this.live.set({ ...live, hearing })
  }

  #syncIn(ms: number): void {
    clearTimeout(this.#nextTimer)
    this.#nextTimer = window.setTimeout(() => void this.sync(), ms)
  }

  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible' && this.live.get().hearing !== 'settled') void this.sync()
  }
}
