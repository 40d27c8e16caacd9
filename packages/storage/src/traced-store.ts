import { type Attributes, inInnerSpan, type Span } from '@contactsheet/telemetry'
import type { ListOptions, ObjectStore } from './object-store.ts'

/**
 * The same store, with a span for each call that is part of something: which operation, on what kind of object, how many bytes.
 * Never the key itself, which can have words of a prompt in it.
 */
export function tracedStore(objects: ObjectStore): ObjectStore {
  const call = <T>(operation: string, key: string, run: (span: Span) => Promise<T>, more?: Attributes) =>
    inInnerSpan(
      `store ${operation}`,
      {
        isCall: true,
        attributes: {
          'contactsheet.store': objects.kind,
          'contactsheet.store.operation': operation,
          'contactsheet.store.object': kindOfKey(key),
          ...more,
        },
      },
      run,
    )
  /** Ends when whoever reads it is through, or has enough. */
  async function* listing(operation: string, prefix: string, items: AsyncIterable<string>) {
    const ended = Promise.withResolvers<void>()
    let count = 0
    const spanned = call(operation, prefix, async span => {
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
  }
  return {
    kind: objects.kind,
    ready: () => objects.ready(),
    check: () => objects.check(),
    put: (key, bytes, options) =>
      call('put', key, () => objects.put(key, bytes, options), { 'contactsheet.store.bytes': bytes.length }),
    putPieces: (key, pieces, options) =>
      call('putPieces', key, () => objects.putPieces(key, pieces, options)),
    get: key =>
      call('get', key, async span => {
        const bytes = await objects.get(key)
        span.set({ 'contactsheet.store.bytes': bytes?.length ?? 0 })
        return bytes
      }),
    stream: (key, range) =>
      call('stream', key, async span => {
        const opened = await objects.stream(key, range)
        span.set({ 'contactsheet.store.bytes': opened?.stat.size ?? 0 })
        return opened
      }),
    stat: key => call('stat', key, () => objects.stat(key)),
    list: (prefix, options?: ListOptions) => listing('list', prefix, objects.list(prefix, options)),
    folders: (prefix, options?: ListOptions) => listing('folders', prefix, objects.folders(prefix, options)),
    delete: key => call('delete', key, () => objects.delete(key)),
    url: (key, options) => objects.url(key, options),
    publicUrl: key => objects.publicUrl(key),
  }
}

/** A folder of the layout, or the name of a document: see layout.ts. */
function kindOfKey(key: string): string {
  const [folder = '', , ofBatch] = key.split('/')
  return folder === 'batches' && ofBatch !== undefined && ofBatch !== '' ? ofBatch : folder
}
