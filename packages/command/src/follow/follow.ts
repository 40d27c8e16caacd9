import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Batch,
  type BatchEvent,
  type Client,
  type Leaf,
  NoAnswerError,
  type Progress,
  RefusedError,
} from '@contactsheet/client'
import { isOpenState, isSettled } from '@contactsheet/contract'

/** Hears how a batch goes. */
export interface Listener {
  show(standing: Progress): void
  /** A leaf that has settled. The same may come more than once. */
  leaf(leaf: Leaf): void
}

/** Longest wait for the first event, in milliseconds: the API sends one at once, unless something on the way keeps it. */
const FIRST_EVENT_MS = 5_000

/** Longest silence of events after which the batch is asked about, in milliseconds. */
const SILENCE_MS = 30_000

/** Between two questions where events do not get through, in milliseconds. */
const ASK_MS = 500

/** The same while nobody is at it: it is paused, or all that is left of it is at providers' batch APIs. */
const REST_ASK_MS = 2_000

/** How long the API may be away before asking is given up. */
const TIMEOUT_MS = 60_000

type Source = Pick<Client, 'batch' | 'events'>

export interface FollowOptions {
  /** Ends the following, by throwing its reason. */
  signal: AbortSignal
  firstEventMs?: number
  silenceMs?: number
  askMs?: number
}

/**
 * Follows a batch until it has settled: by its events, and by asking where those are cut off or held back on the way.
 *
 * @param batch how it stood when this began
 * @throws NoAnswerError, RefusedError if the API cannot tell for a minute
 */
export async function follow(
  client: Source,
  batch: Batch,
  listener: Listener,
  options: FollowOptions,
): Promise<Batch> {
  tell(batch, listener)
  if (!isOpenState(batch.state)) return batch
  return (await listen(client, batch, listener, options)) ?? ask(client, batch.id, listener, options)
}

/** @returns the batch once it has settled; undefined if its events do not get through */
async function listen(
  client: Source,
  { id, counts }: Batch,
  listener: Listener,
  { signal, firstEventMs = FIRST_EVENT_MS, silenceMs = SILENCE_MS }: FollowOptions,
): Promise<Batch | undefined> {
  const end = new AbortController()
  const events = client.events(id, { signal: AbortSignal.any([signal, end.signal]) })
  let heard: Progress['counts'] | undefined
  try {
    for (let next = nextOf(events); ; ) {
      const result = await within(heard === undefined ? firstEventMs : silenceMs, next)
      if (result === 'silence') {
        const batch = await client.batch(id)
        tell(batch, listener)
        if (!isOpenState(batch.state)) return batch
        if (heard === undefined || isOther(heard, batch.counts)) return undefined
        continue
      }
      if (result.done) return undefined
      const event = result.value
      if (event.event === 'leaf') listener.leaf(event.data)
      else {
        heard = event.data.counts
        listener.show(event.data)
      }
      heard ??= counts
      if (event.event === 'settled') {
        const batch = await client.batch(id)
        // Another instance of the API may have answered, which has not heard yet.
        return isOpenState(batch.state) ? undefined : batch
      }
      next = nextOf(events)
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!isPassing(error)) throw error
    return undefined
  } finally {
    end.abort()
  }
}

function nextOf(events: AsyncGenerator<BatchEvent>): Promise<IteratorResult<BatchEvent>> {
  const next = events.next()
  // Seen by whoever waits for it, if anybody still does.
  next.catch(() => {})
  return next
}

async function within<T>(ms: number, waiting: Promise<T>): Promise<T | 'silence'> {
  const timer = new AbortController()
  const silence = sleep(ms, 'silence' as const, { signal: timer.signal })
  silence.catch(() => {})
  return Promise.race([waiting, silence]).finally(() => timer.abort())
}

function isOther(one: Progress['counts'], other: Progress['counts']): boolean {
  return (['succeeded', 'failed', 'canceled'] as const).some(state => one[state] !== other[state])
}

async function ask(
  client: Source,
  id: string,
  listener: Listener,
  { signal, askMs = ASK_MS }: FollowOptions,
): Promise<Batch> {
  let heardAt = performance.now()
  let waitMs = askMs
  for (;;) {
    await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted())
    try {
      const batch = await client.batch(id, { patient: false })
      heardAt = performance.now()
      tell(batch, listener)
      if (!isOpenState(batch.state)) return batch
      waitMs = isAtRest(batch) ? Math.max(askMs, REST_ASK_MS) : askMs
    } catch (error) {
      signal.throwIfAborted()
      if (!isPassing(error) || performance.now() - heardAt > TIMEOUT_MS) throw error
    }
  }
}

function tell(batch: Batch, listener: Listener): void {
  listener.show(batch)
  for (const leaf of batch.leaves) if (isSettled(leaf.state)) listener.leaf(leaf)
}

function isPassing(error: unknown): boolean {
  if (error instanceof NoAnswerError) return true
  return error instanceof RefusedError && (error.status >= 500 || error.status === 429)
}

function isAtRest({ state, counts, economy }: Batch): boolean {
  const submitted = economy?.submitted ?? 0
  if (counts.running > submitted) return false
  return state === 'paused' || (submitted > 0 && counts.queued === 0)
}
