import { type Batch, KindError, type Leaf, REFERENCE_ID_PATTERN } from '@contactsheet/contract'
import { answerKey } from './answer-keys.ts'
import type { OriginalType } from './layout.ts'
import type { ObjectStore, OpenObject } from './object-store.ts'
import { type Origin, originIn } from './pictures.ts'

/** A leaf's original as the provider made it. */
export interface Original extends Origin {
  /** In memory of their own: a leaf frees it once it needs them no more. */
  bytes: Uint8Array
  contentType: OriginalType
  /** Hash of the request that it answers, where its batch reuses originals. */
  answer?: string | undefined
}

/** An original and where it is kept. */
export interface KeptOriginal extends Original {
  key: string
  bytes: Buffer
}

/**
 * Reads an original; undefined if there is none.
 *
 * @param leaf that it is for
 * @param makeRoom waited for before so many bytes are read
 */
export async function readOriginal(
  objects: ObjectStore,
  leaf: Leaf,
  key: string,
  contentType: OriginalType,
  makeRoom: (bytes: number) => Promise<void>,
): Promise<KeptOriginal | undefined> {
  const found = await objects.stream(key)
  if (found === undefined) return undefined
  const { metadata, size } = found.stat
  await makeRoom(size).catch((error: unknown) => {
    found.body.destroy()
    throw error
  })
  const answer = answerIn(metadata)
  const bytes = await bytesOf(key, found)
  return { key, bytes, contentType, ...originIn(metadata, leaf), ...(answer === undefined ? {} : { answer }) }
}

/** Into one piece of memory from the start: put together of pieces at the end, it would take twice as much. */
async function bytesOf(key: string, { body, stat }: OpenObject): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(stat.size)
  let read = 0
  try {
    for await (const piece of body as AsyncIterable<Buffer>) read += piece.copy(bytes, read)
    if (read < stat.size) throw new Error(`${read} bytes came of ${stat.size}`)
    return bytes
  } catch (error) {
    throw new KindError('storage', `Could not read ${key} to its end.`, {
      detail: String(error),
      cause: error,
    })
  }
}

/**
 * Deletes an original, and before it what names it as the answer to a request.
 *
 * @param batch whose it is; undefined where nobody knows what was asked
 */
export async function deleteOriginal(
  objects: ObjectStore,
  batch: Pick<Batch, 'reuse'> | undefined,
  key: string,
): Promise<void> {
  const mayAnswer = batch === undefined || batch.reuse !== undefined
  const { metadata = {} } = (mayAnswer && (await objects.stat(key))) || {}
  const answer = answerIn(metadata)
  if (answer !== undefined) await objects.delete(answerKey(answer, key, metadata.simulated === 'true'))
  await objects.delete(key)
}

/** The hash of a request that an original answers, as its metadata say it. */
function answerIn({ answer = '' }: Readonly<Record<string, string>>): string | undefined {
  return REFERENCE_ID_PATTERN.test(answer) ? answer : undefined
}
