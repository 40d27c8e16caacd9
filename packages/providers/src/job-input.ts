import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobToSubmit } from './batch-port.ts'
import { InlinePictures } from './inline-pictures.ts'
import type { ImageRequest } from './provider.ts'
import { IN_BASE64, piecesOf } from './streamed-body.ts'

/** Most bytes of a line beside its prompt and its pictures, and beside each picture. */
const FRAME_BYTES = 2_048
const PICTURE_FRAME_BYTES = 128

/** A line of a job's input. Tokens of `inline` stand in it for the pictures to go by. */
export type LineOf = (id: string, request: ImageRequest, inline: InlinePictures) => object

/** See BatchPort. */
export function bytesOf(prompt: string, referenceBytes: readonly number[]): number {
  const pictures = referenceBytes.map(bytes => IN_BASE64.length(bytes) + PICTURE_FRAME_BYTES)
  return (
    FRAME_BYTES + Buffer.byteLength(JSON.stringify(prompt)) + pictures.reduce((sum, bytes) => sum + bytes, 0)
  )
}

/**
 * Writes the input of a job to a file, since no more than a piece of it is ever in memory, and deletes it whatever happens.
 *
 * @param use is given the file
 */
export async function withInput<T>(
  requests: JobToSubmit['requests'],
  lineOf: LineOf,
  signal: AbortSignal,
  use: (input: Blob) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-job-'))
  try {
    const path = join(folder, 'input.jsonl')
    await writeFile(path, piecesOfInput(requests, lineOf, signal))
    return await use(await openAsBlob(path, { type: 'application/jsonl' }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function* piecesOfInput(
  requests: JobToSubmit['requests'],
  lineOf: LineOf,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const { id, request } of requests) {
    const inline = new InlinePictures()
    const line = `${JSON.stringify(lineOf(id, request, inline))}\n`
    for await (const piece of piecesOf(inline.partsOf(line), IN_BASE64)) {
      signal.throwIfAborted()
      yield piece
    }
  }
}
