import { inInnerSpan, type Span } from '@contactsheet/telemetry'
import { aroundCalls, type StoreCall } from './around-calls.ts'
import type { ObjectStore } from './object-store.ts'

/**
 * The same store, with a span for each call that is part of something: which operation, on what kind of object, how many bytes.
 * Never the key itself, which can have words of a prompt in it.
 */
export function tracedStore(objects: ObjectStore): ObjectStore {
  const inSpanOf = <T>({ operation, key, bytes }: StoreCall, run: (span: Span) => Promise<T>) =>
    inInnerSpan(
      `store ${operation}`,
      {
        isCall: true,
        attributes: {
          'contactsheet.store': objects.kind,
          'contactsheet.store.operation': operation,
          'contactsheet.store.object': kindOfKey(key),
          ...(bytes === undefined ? {} : { 'contactsheet.store.bytes': bytes }),
        },
      },
      run,
    )
  return aroundCalls(objects, {
    call: (call, run, bytesOf) =>
      inSpanOf(call, async span => {
        const answer = await run()
        if (bytesOf !== undefined) span.set({ 'contactsheet.store.bytes': bytesOf(answer) })
        return answer
      }),
    /** Ends when whoever reads it is through, or has enough. */
    async *listing(call, items) {
      const ended = Promise.withResolvers<void>()
      let count = 0
      const spanned = inSpanOf(call, async span => {
        await ended.promise
        span.set({ 'contactsheet.store.items': count })
      })
      try {
        for await (const item of items) {
          count++
          yield item
        }
      } finally {
        ended.resolve()
        await spanned
      }
    },
  })
}

/** A folder of the layout, or the name of a document: see layout.ts. */
function kindOfKey(key: string): string {
  const [folder = '', , ofBatch] = key.split('/')
  return folder === 'batches' && ofBatch !== undefined && ofBatch !== '' ? ofBatch : folder
}
