import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { leafOf, resultOf, type Batch as Stored } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openApi, type TestApi } from '../../../services/api/src/api.testing.ts'
import { makeBatch, makeRecord } from '../../../tests/support/batch.ts'
import { draftOf } from '../../../tests/support/draft.ts'
import { serve } from './answers.testing.ts'
import { type Client, createClient } from './client.ts'
import { NoAnswerError } from './errors.ts'
import { eventsOf } from './events.ts'
import type { BatchEvent } from './types.ts'

let api: TestApi
let proxy: Awaited<ReturnType<typeof startProxy>>
let client: Client
const onWait = vi.fn()
beforeEach(async () => {
  onWait.mockReset()
  api = await openApi()
  proxy = await startProxy(Number(new URL(await api.app.listen({ port: 0, host: '127.0.0.1' })).port))
  client = createClient({ url: proxy.url, onWait })
})
afterEach(() => api.close())

/** A proxy in front of a port that can cut what goes through it, and keeps the requests it saw. */
async function startProxy(port: number) {
  const sockets = new Set<Socket>()
  const heads: string[] = []
  const server = createServer(socket => {
    const upstream = connect(port, '127.0.0.1')
    for (const end of [socket, upstream]) {
      sockets.add(end)
      end.on('error', () => {}).on('close', () => sockets.delete(end))
    }
    socket.on('data', data => heads.push(data.toString()))
    socket.pipe(upstream).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(() => {
    cut()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    /** How many connections there are. */
    open: () => sockets.size,
    /** The `Last-Event-ID` of each request for events. */
    lastIds: () =>
      heads.filter(head => head.includes('/events')).map(head => /last-event-id: (.*)\r/i.exec(head)?.[1]),
  }
}

async function accept(prompts: number): Promise<Stored> {
  const batch = makeBatch(prompts)
  await api.store.accept(batch)
  return batch
}

function settleLeaf(batch: Stored, prompt: number, model: number) {
  return api.store.writeRecord(makeRecord(batch, leafOf(batch, prompt, model)))
}

async function settleBatch(batch: Stored) {
  await api.store.settle(draftOf(resultOf(batch, await api.store.records(batch))))
}

/** Reads events up to the first that a test waits for. */
async function upTo(events: AsyncGenerator<BatchEvent>, is: (event: BatchEvent) => boolean) {
  const read: BatchEvent[] = []
  for (;;) {
    const { value, done } = await events.next()
    if (done) throw new Error('The events ended.')
    read.push(value)
    if (is(value)) return read
  }
}

const leavesIn = (events: BatchEvent[]) =>
  events.flatMap(event => (event.event === 'leaf' ? [event.data.leafId] : []))

describe('the events of a batch', () => {
  it('are how it stands, its leaves, and last that it has settled', async () => {
    const batch = await accept(1)
    const events = client.events(batch.id)
    expect((await events.next()).value).toMatchObject({ event: 'progress', data: { state: 'queued' } })
    await settleLeaf(batch, 0, 0)
    await settleLeaf(batch, 0, 1)
    await settleBatch(batch)
    const rest = await Array.fromAsync(events)
    expect(leavesIn(rest).toSorted()).toEqual(['0000-00', '0000-01'])
    expect(rest.at(-1)).toMatchObject({ event: 'settled', data: { counts: { succeeded: 2 } } })
    expect(onWait).not.toHaveBeenCalled()
  })

  it('go on after the last one heard when the connection is cut, and nothing is said twice', async () => {
    const batch = await accept(2)
    const events = client.events(batch.id)
    await settleLeaf(batch, 0, 0)
    const first = await upTo(events, event => event.event === 'progress' && event.id !== undefined)
    const id = first.at(-1)
    proxy.cut()
    await settleLeaf(batch, 0, 1)
    const second = await upTo(events, event => event.event === 'leaf')
    proxy.cut()
    for (const model of [0, 1]) await settleLeaf(batch, 1, model)
    await settleBatch(batch)
    const third = await Array.fromAsync(events)
    const all = [...first, ...second, ...third]
    expect(leavesIn(all)).toHaveLength(4)
    expect(new Set(leavesIn(all)).size).toBe(4)
    expect(all.filter(({ event }) => event === 'settled')).toHaveLength(1)
    expect(proxy.lastIds()).toHaveLength(3)
    expect(proxy.lastIds()[1]).toBe(id !== undefined && 'id' in id ? id.id : 'an id')
    expect(onWait).toHaveBeenCalledTimes(2)
  })

  it('begin after an id of before, and end at once where that was the last', async () => {
    const batch = await accept(1)
    for (const model of [0, 1]) await settleLeaf(batch, 0, model)
    await settleBatch(batch)
    const [last] = (await Array.fromAsync(client.events(batch.id))).slice(-1)
    const lastEventId = last?.event === 'settled' ? last.id : undefined
    expect(lastEventId).toMatch(/^settled\./)
    expect(await Array.fromAsync(client.events(batch.id, { lastEventId }))).toEqual([])
  })

  it('come again as the server asks, and are said once though it says all of them again', async () => {
    const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
    const headers = { 'content-type': 'text/event-stream' }
    const start = `retry: 250\n\n${event('progress', { state: 'running' })}${event('leaf', { leafId: '0000-00' })}`
    const again = `${start}event: news\ndata: of a later release\n\n${event('leaf', { leafId: '0000-01' })}`
    const server = await serve(
      { headers, body: Buffer.from(start) },
      { headers, body: Buffer.from(again + event('settled', { state: 'succeeded' })) },
    )
    const events = createClient({ url: server.url, onWait }).events('b')
    expect((await Array.fromAsync(events)).map(({ event, data }) => [event, ...Object.values(data)])).toEqual(
      [
        ['progress', 'running'],
        ['leaf', '0000-00'],
        ['leaf', '0000-01'],
        ['settled', 'succeeded'],
      ],
    )
    expect(onWait).toHaveBeenCalledExactlyOnceWith(expect.any(Error), 250)
  })

  it('end with the reason of the signal, and leave no connection', async () => {
    const batch = await accept(1)
    const stop = new AbortController()
    const events = client.events(batch.id, { signal: stop.signal })
    await events.next()
    stop.abort(new Error('Ctrl-C'))
    await expect(Array.fromAsync(events)).rejects.toThrow('Ctrl-C')
    await vi.waitFor(() => expect(proxy.open()).toBe(0))
  })

  it('leave no connection once nobody reads them any more', async () => {
    const batch = await accept(1)
    for await (const { event } of client.events(batch.id)) {
      expect([event, proxy.open()]).toEqual(['progress', 2])
      break
    }
    await vi.waitFor(() => expect(proxy.open()).toBe(0))
  })

  it('are asked for again where a stream is silent, and given up if nothing is heard for two minutes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const open = vi.fn(async () => new ReadableStream<Uint8Array>())
    const events = eventsOf({ signal: new AbortController().signal, onWait, open })
    const ended = expect(events.next()).rejects.toThrow(NoAnswerError)
    await vi.advanceTimersByTimeAsync(50_000)
    expect(open).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(120_000)
    await ended
    expect(open.mock.calls.length).toBeGreaterThan(2)
  })

  it('are refused of a batch that is not there', async () => {
    await expect(client.events('zzzzzzzzzz-zzzzzz').next()).rejects.toMatchObject({ status: 404 })
  })
})
