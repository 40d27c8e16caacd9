import type { ObjectStore } from './object-store.ts'

/** A call to a store, as those who watch it are told. */
export interface StoreCall {
  operation: 'check' | 'put' | 'put_pieces' | 'get' | 'stream' | 'stat' | 'list' | 'folders' | 'delete'
  /** Of the object, or the prefix of a listing. */
  key: string
  /** That are written, where that is known beforehand. */
  bytes?: number
}

/** What happens around each call to a store. */
export interface AroundCalls {
  /** @param bytesOf how many bytes an answer has */
  call<T>(call: StoreCall, run: () => Promise<T>, bytesOf?: (answer: T) => number): Promise<T>
  /** A listing, whose reader may have enough before its end. */
  listing(call: StoreCall, items: AsyncIterable<string>): AsyncIterable<string>
}

/** The same store, with something around each of its calls. */
export function aroundCalls(objects: ObjectStore, { call, listing }: AroundCalls): ObjectStore {
  return {
    kind: objects.kind,
    ready: () => objects.ready(),
    check: () => call({ operation: 'check', key: '' }, () => objects.check()),
    put: (key, bytes, options) =>
      call({ operation: 'put', key, bytes: bytes.length }, () => objects.put(key, bytes, options)),
    putPieces: (key, pieces, options) =>
      call({ operation: 'put_pieces', key }, () => objects.putPieces(key, pieces, options)),
    get: key =>
      call(
        { operation: 'get', key },
        () => objects.get(key),
        bytes => bytes?.length ?? 0,
      ),
    stream: (key, ...rest) =>
      call(
        { operation: 'stream', key },
        () => objects.stream(key, ...rest),
        opened => opened?.stat.size ?? 0,
      ),
    stat: key => call({ operation: 'stat', key }, () => objects.stat(key)),
    list: (prefix, options) => listing({ operation: 'list', key: prefix }, objects.list(prefix, options)),
    folders: (prefix, options) =>
      listing({ operation: 'folders', key: prefix }, objects.folders(prefix, options)),
    delete: key => call({ operation: 'delete', key }, () => objects.delete(key)),
    url: (key, options) => objects.url(key, options),
    publicUrl: key => objects.publicUrl(key),
  }
}
