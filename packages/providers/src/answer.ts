import type { TokenUsage } from '@contactsheet/contract'
import { BLOCK_BYTES } from './base64-decoder.ts'
import { Failure } from './failure.ts'
import { fetchOnce, isSimulated } from './http.ts'
import { MAX_ANSWER_ROOM, MAX_IMAGE_BYTES, tooLarge } from './image.ts'
import { PictureExtractor } from './picture-extractor.ts'
import type { Room } from './provider.ts'

/** What is asked for at a time for an answer that does not say how long it is: most pictures have less, in bytes. */
const STEP_BYTES = 4 * 1024 * 1024

/** A successful answer of a provider. */
export interface Answer {
  /** JSON; tokens in it stand for the long pictures. */
  body: unknown
  /** The long pictures, by their tokens. */
  pictures: ReadonlyMap<string, Buffer>
  /** Whether the emulator answered. */
  simulated: boolean
  /** The tokens it took. Absent where it does not tell them, or the emulator answered: nobody charges those. */
  usage?: TokenUsage | undefined
  /** As the header has it that providers send theirs in. */
  requestId: string | undefined
}

/**
 * Has an SDK make one call, and reads the answer itself: an SDK would hold a picture several times over, as text too, and knows
 * only some of the names that answers have one under. The room for it is asked for once its headers have come; until then
 * its body stays where it is, on the network.
 *
 * @param call makes the call with the fetch it is given; what it returns counts for nothing
 * @param usageIn finds what the answer tells of its tokens
 * @throws Failure
 * @throws the signal's reason
 */
export async function answerTo(
  call: (fetch: typeof globalThis.fetch) => Promise<unknown>,
  usageIn: (body: unknown) => TokenUsage | undefined,
  room: Room,
  signal: AbortSignal,
): Promise<Answer> {
  let response: Response | undefined
  await call(async (input, init) => {
    // The SDK's own signal ends with its timeout, which goes on while the answer waits for room.
    response = await fetchOnce(input, { ...init, headers: plain(init?.headers), signal })
    return Response.json({})
  })
  if (response === undefined) throw new Error('the SDK made no call')
  const { json, pictures } = await read(response, room, signal)
  const body: unknown = JSON.parse(json)
  if (typeof body !== 'object' || body === null)
    throw new Failure('unavailable', `the answer is not JSON: ${String(body)}`)
  const { headers } = response
  const simulated = isSimulated(headers)
  return {
    body,
    pictures,
    simulated,
    usage: simulated ? undefined : usageIn(body),
    requestId: headers.get('x-request-id') ?? undefined,
  }
}

/** The same headers, and the wish for an answer that is not compressed: a picture gets no smaller, and takes longer to read. */
function plain(headers: RequestInit['headers']): Headers {
  const plainly = new Headers(headers)
  plainly.set('accept-encoding', 'identity')
  return plainly
}

async function read(response: Response, room: Room, signal: AbortSignal) {
  const { headers, body } = response
  const bytes = lengthOf(headers)
  const refused = (arrived: number) =>
    tooLarge('the answer is larger than is taken in', bytes ?? arrived, !isSimulated(headers))
  // In base64, which most of it is, four bytes stand for three.
  const decodedBytes = bytes === undefined ? 0 : Math.ceil((bytes / 4) * 3)
  if (decodedBytes > MAX_ANSWER_ROOM) {
    await body?.cancel()
    throw refused(0)
  }
  let reserved = bytes === undefined ? STEP_BYTES : decodedBytes + 2 * BLOCK_BYTES
  await room.reserve(Math.min(reserved, MAX_ANSWER_ROOM), signal)
  const extractor = new PictureExtractor(bytes)
  let arrived = 0
  for await (const chunk of body ?? []) {
    arrived += chunk.length
    const needed = extractor.heldBytes + BLOCK_BYTES
    if (needed > reserved) {
      reserved = needed + STEP_BYTES
      await room.reserve(Math.min(reserved, MAX_ANSWER_ROOM), signal)
    }
    extractor.add(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    if (extractor.largestBytes > MAX_IMAGE_BYTES || extractor.heldBytes > MAX_ANSWER_ROOM)
      throw refused(arrived)
  }
  return extractor.end()
}

/** Bytes of the body as it will be read; undefined if that is not said. */
function lengthOf(headers: Headers): number | undefined {
  const said = headers.get('content-length')
  if (said === null || headers.has('content-encoding')) return undefined
  return Number(said)
}
