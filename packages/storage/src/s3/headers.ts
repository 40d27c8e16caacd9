import type { IncomingHttpHeaders } from 'node:http'
import { decodeMetadata } from '../metadata.ts'
import type { ObjectStat } from '../object-store.ts'

const METADATA = 'x-amz-meta-'

/** Headers that the client reports along with an object's metadata, though they are none. */
const STANDARD = [
  'content-type',
  'cache-control',
  'content-encoding',
  'content-disposition',
  'content-language',
]

/** Metadata as headers of a request. */
export function metadataHeaders(encoded: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(encoded).map(([name, value]) => [METADATA + name, value]))
}

/** What the headers of an answer say about its object. */
export function statOf(headers: IncomingHttpHeaders): ObjectStat {
  const own: Record<string, unknown> = { 'content-type': headers['content-type'] }
  for (const [name, value] of Object.entries(headers))
    if (name.startsWith(METADATA)) own[name.slice(METADATA.length)] = value
  return {
    // Of a part, what follows the slash is the whole: `bytes 0-99/1234`.
    size: Number(headers['content-range']?.split('/')[1] ?? headers['content-length']),
    etag: (headers.etag ?? '').replaceAll('"', ''),
    lastModified: new Date(headers['last-modified'] ?? 0),
    ...describedBy(own),
  }
}

/** Content type and metadata out of what the client calls an object's metadata: header names without their prefix. */
export function describedBy(reported: Record<string, unknown>): Pick<ObjectStat, 'contentType' | 'metadata'> {
  const encoded: Record<string, string> = {}
  for (const [name, value] of Object.entries(reported))
    if (typeof value === 'string' && !STANDARD.includes(name)) encoded[name] = value
  return {
    contentType: String(reported['content-type'] ?? 'application/octet-stream'),
    metadata: decodeMetadata(encoded),
  }
}
