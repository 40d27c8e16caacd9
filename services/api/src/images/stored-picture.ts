import type { ObjectStat } from '@contactsheet/storage'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** For a picture that never changes under its name. Private: a shared cache would hand it to callers without a token. */
export const IMMUTABLE = 'private, max-age=31536000, immutable'

/** For a picture that another can take the place of: whoever has it asks whether it still is the one. */
export const REVALIDATED = 'private, no-cache'

/** Says in an answer what is known of a stored picture. */
export function describe(
  reply: FastifyReply,
  { etag, contentType, lastModified }: ObjectStat,
  cacheControl: string,
): FastifyReply {
  return reply
    .type(contentType)
    .header('etag', `"${etag}"`)
    .header('last-modified', lastModified.toUTCString())
    .header('cache-control', cacheControl)
    .header('x-content-type-options', 'nosniff')
}

/** Whether whoever asks has the picture already. */
export function hasCurrent(request: FastifyRequest, { etag }: ObjectStat): boolean {
  const known = request.headers['if-none-match']?.split(',').map(tag => tag.trim().replace(/^W\//, ''))
  return known !== undefined && (known.includes('*') || known.includes(`"${etag}"`))
}
