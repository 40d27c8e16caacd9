import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { NoAnswerError } from './errors.ts'
import { Backoff, LIMIT_MS, type OnWait, sleep } from './patience.ts'
import type { BatchEvent } from './types.ts'

/** Longest a stream may be silent, in milliseconds: the API sends a comment every 15 s, so one that is has broken off. */
const LONGEST_SILENCE_MS = 45_000

export interface EventOptions {
  /** Id of the last event heard: only what is new since then is told. */
  lastEventId?: string | undefined
  signal: AbortSignal
  onWait: OnWait
  /** Begins a stream after the event of this id; undefined if there is nothing more to tell. */
  open(lastEventId: string | undefined): Promise<ReadableStream<Uint8Array> | undefined>
}

/**
 * The events of a batch, up to `settled`. Comes back after the last one heard wherever the stream breaks off, and says nothing twice.
 *
 * @throws NoAnswerError if nothing was heard for two minutes; whatever `open` throws; the reason of the signal
 */
export async function* eventsOf({
  lastEventId,
  signal,
  onWait,
  open,
}: EventOptions): AsyncGenerator<BatchEvent> {
  const news = new News()
  let retryMs: number | undefined
  let backoff = new Backoff(retryMs)
  let heardAt = performance.now()
  for (;;) {
    const stream = await open(lastEventId)
    if (stream === undefined) return
    const onRetry = (ms: number) => {
      retryMs = ms
      backoff = new Backoff(ms)
    }
    let cause: unknown
    try {
      for await (const message of messagesOf(stream, onRetry)) {
        heardAt = performance.now()
        backoff = new Backoff(retryMs)
        lastEventId = message.id || lastEventId
        const event = eventOf(message)
        if (event === undefined || !news.isNew(event, message.data)) continue
        yield event
        if (event.event === 'settled') return
      }
    } catch (error) {
      signal.throwIfAborted()
      cause = error
    }
    const error = new NoAnswerError('The events broke off.', { lost: true, cause })
    const waitMs = backoff.next()
    if (performance.now() + waitMs > heardAt + LIMIT_MS) throw error
    onWait(error, waitMs)
    await sleep(waitMs, signal)
  }
}

/** What a stream has said already: one that begins anew may say it again. */
class News {
  /** By leaf, and of the batch. */
  readonly #said = new Map<string, string>()

  isNew(event: BatchEvent, text: string): boolean {
    if (event.event === 'settled') return true
    const key = event.event === 'leaf' ? event.data.leafId : event.event
    if (this.#said.get(key) === text) return false
    this.#said.set(key, text)
    return true
  }
}

/** Undefined for one that this client does not know. */
function eventOf({ event, id, data }: EventSourceMessage): BatchEvent | undefined {
  if (event !== 'progress' && event !== 'leaf' && event !== 'settled') return undefined
  return { event, ...(id ? { id } : {}), data: JSON.parse(data) } as BatchEvent
}

async function* messagesOf(
  stream: ReadableStream<Uint8Array>,
  onRetry: (ms: number) => void,
): AsyncGenerator<EventSourceMessage> {
  const messages: EventSourceMessage[] = []
  const parser = createParser({ onEvent: message => void messages.push(message), onRetry })
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  try {
    for (;;) {
      const { value, done } = await withinSilence(reader.read())
      if (done) return
      parser.feed(decoder.decode(value, { stream: true }))
      yield* messages.splice(0)
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function withinSilence<T>(reading: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const error = new Error(`nothing was sent for ${LONGEST_SILENCE_MS / 1_000} s`)
    const timer = setTimeout(reject, LONGEST_SILENCE_MS, error)
    reading.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
