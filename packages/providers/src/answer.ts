import type { TokenUsage } from '@contactsheet/contract'
import { BoundedExtractor, decodedBytes } from './bounded-extractor.ts'
import { Failure } from './failure.ts'
import { isSimulated } from './http.ts'
import { MAX_ANSWER_ROOM, tooLarge } from './image.ts'
import type { Room } from './provider.ts'
import { responseTo } from './response.ts'

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
  const response = await responseTo(call, signal)
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

async function read(response: Response, room: Room, signal: AbortSignal) {
  const { headers, body } = response
  const bytes = lengthOf(headers)
  const refused = (arrived: number) =>
    tooLarge('the answer is larger than is taken in', bytes ?? arrived, !isSimulated(headers))
  if (bytes !== undefined && decodedBytes(bytes) > MAX_ANSWER_ROOM) {
    await body?.cancel()
    throw refused(0)
  }
  const extractor = await BoundedExtractor.open(bytes, room, signal)
  let arrived = 0
  for await (const chunk of body ?? []) {
    arrived += chunk.length
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (!(await extractor.add(piece))) throw refused(arrived)
  }
  return extractor.end()
}

/** Bytes of the body as it will be read; undefined if that is not said. */
function lengthOf(headers: Headers): number | undefined {
  const said = headers.get('content-length')
  if (said === null || headers.has('content-encoding')) return undefined
  return Number(said)
}
