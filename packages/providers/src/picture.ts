import type { Answer } from './answer.ts'
import { Failure } from './failure.ts'
import { type FetchRules, fetchPicture } from './fetch-picture.ts'
import { decodeImage, imageOf, type Picture } from './image.ts'
import type { Room } from './provider.ts'

/** Names under which answers hold a picture, in base64 or as an address, in either way to write names. */
const PLACES = new Set([
  'b64_json',
  'url',
  'image_url',
  'data',
  'fileUri',
  'file_uri',
  'bytesBase64Encoded',
  'bytes_base64_encoded',
])

/** Deeper than any answer nests. */
const MAX_DEPTH = 12

/** Addresses of one answer that are tried. */
const MAX_ADDRESSES = 3

/**
 * The picture of a successful answer, wherever it stands: it is paid for. One that the answer holds is taken before one
 * that has to be fetched; interim pictures of a model that thinks are none.
 *
 * @returns undefined if the answer names none
 * @throws Failure `bad_image` if what it holds or names is no picture that can be used
 */
export async function pictureIn(
  { body, pictures, simulated, usage }: Omit<Answer, 'requestId'>,
  options: FetchRules,
  room: Room,
  signal: AbortSignal,
): Promise<Picture | undefined> {
  const held = [...textsIn(body, '', 0)]
  const [addresses, inline] = [held.filter(isAddress), held.filter(text => !isAddress(text))]
  const tries = [
    ...inline.map(text => async () => decoded(text, pictures)),
    ...addresses.slice(0, MAX_ADDRESSES).map(address => () => fetchPicture(address, options, room, signal)),
  ]
  let failure: Failure | undefined
  for (const attempt of tries)
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      failure ??= error
    }
  if (failure === undefined) return undefined
  throw new Failure(failure.kind, failure.message, { tell: failure.tell, charged: !simulated, usage })
}

function decoded(text: string, pictures: Answer['pictures']): Picture {
  const bytes = pictures.get(text)
  return bytes === undefined ? decodeImage(text) : imageOf(bytes)
}

function* textsIn(node: unknown, name: string, depth: number): Generator<string> {
  if (typeof node === 'string') {
    if (PLACES.has(name) && node !== '') yield node
  } else if (typeof node === 'object' && node !== null && depth < MAX_DEPTH) {
    if ('thought' in node && node.thought === true) return
    for (const [key, value] of Object.entries(node)) yield* textsIn(value, key, depth + 1)
  }
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text)
}
