import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import {
  currentCarrier,
  currentOrigin,
  keepOrigin,
  originIn,
  originInText,
  requestIdIn,
  traceIdOf,
  withOrigin,
  withoutOrigin,
} from './origin.ts'

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

describe('a request id', () => {
  it.each([
    'order-4711',
    'a',
    'x'.repeat(128),
    '5d8425e2-642d-4e7d-99da-56c6facb16d3',
    'eu/1:2=3+4@host.5_6',
  ])('is taken as it is: %s', id => {
    expect(requestIdIn({ 'x-request-id': id })).toBe(id)
  })

  it.each([
    ['too long', 'x'.repeat(129)],
    ['empty', ''],
    ['of two lines', 'a\nb'],
    ['with a space', 'a b'],
    ['with a quote', 'a"b'],
    ['beyond ASCII', 'größe'],
    ['sent twice', ['a', 'b']],
    ['not sent', undefined],
  ])('is not taken if it is %s', (_what, id) => {
    expect(requestIdIn({ 'x-request-id': id })).toBeUndefined()
  })
})

describe('a place in a trace', () => {
  it('is taken as W3C Trace Context writes it, with what tracing systems add', () => {
    const carrier = { traceparent: TRACEPARENT, tracestate: 'vendor=opaque' }
    expect(originIn(carrier)).toEqual(carrier)
    expect(traceIdOf(originIn(carrier))).toBe('0af7651916cd43dd8448eb211c80319c')
  })

  it.each([
    ['of no version', TRACEPARENT.replace('00-', 'ff-')],
    ['in capitals', TRACEPARENT.toUpperCase()],
    ['of no trace', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
    ['of no span', `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`],
    ['cut short', TRACEPARENT.slice(0, -1)],
    ['none at all', 'yes'],
  ])('is not taken if it is %s, nor what is added to it', (_what, traceparent) => {
    expect(originIn({ traceparent, tracestate: 'vendor=opaque' })).toEqual({})
  })
})

describe('the origin of work', () => {
  const origin = { requestId: 'order-4711', traceparent: TRACEPARENT }

  it('is known to all that comes of it, and to nothing else', async () => {
    const later = await withOrigin(origin, async () => {
      await new Promise(resolve => setTimeout(resolve))
      return currentOrigin()
    })
    expect(later).toEqual(origin)
    expect(currentOrigin()).toEqual({})
  })

  it('goes to another process and comes out the same', () => {
    const text = withOrigin({ ...origin, attempt: { number: 1, id: 'x' } }, () =>
      JSON.stringify(currentCarrier()),
    )
    expect(originInText(text)).toEqual(origin)
  })

  it.each([undefined, '', 'no JSON', '7', 'null', '[]', '{"x-request-id":7}'])(
    'is none where a process wrote %j',
    text => {
      expect(originInText(text)).toEqual({})
    },
  )

  it('is kept for events that come from elsewhere', () => {
    const connection = new EventEmitter()
    const seen = withOrigin(origin, () => {
      const seen: unknown[] = []
      const asPart = keepOrigin()
      connection.on('data', () => asPart(() => seen.push(currentOrigin())))
      return seen
    })
    connection.emit('data')
    expect(seen).toEqual([origin])
  })

  it('is none of what is only started by it', () => {
    expect(withOrigin(origin, () => withoutOrigin(currentOrigin))).toEqual({})
  })
})
