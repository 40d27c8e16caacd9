import { Readable } from 'node:stream'
import { leafCount, leavesOf, outputsOf } from '@contactsheet/contract'
import { type BatchStore, resultKey } from '@contactsheet/storage'
import type { Snapshot } from '../batches/snapshot.ts'
import { zip, zipLength } from './zip.ts'

/** Images read ahead of what has been sent. Each is held in memory; none would mean to wait for the store at each image. */
const AHEAD = 4

/** Leaves whose records are asked for together. */
const LEAVES_AT_ONCE = 500

/** A file of the archive. There are as many of these in memory as the batch has pictures. */
interface Entry {
  /** In the store. Its last part is the name in the archive. */
  key: string
  /** Where in the archive it is; empty, or with a slash at its end. */
  folder: string
  /** In milliseconds since the epoch. */
  modifiedAt: number
  /** Bytes. */
  size: number
}

/** A batch's images as a zip archive, piece by piece. */
export interface Archive {
  images: number
  /** Bytes of the whole. */
  size: bigint
  /** A stream that reads images as they are taken from it. It fails at one that cannot be read. */
  open(): Readable
}

/**
 * The archive of the pictures a batch has by now, and of its result once it has settled. Where the batch has more than one
 * output, those of each are in a folder of its name.
 *
 * @param output name of the only one to take
 */
export async function archiveOf(
  store: BatchStore,
  snapshot: Snapshot,
  output: string | undefined,
): Promise<Archive> {
  const images = await imagesOf(snapshot, output)
  const result = await resultOf(store, snapshot)
  const entries = result === undefined ? images : [...images, result]
  const files = Readable.from(entries).map(
    async (entry: Entry) => ({
      name: nameOf(entry),
      lastModified: new Date(entry.modifiedAt),
      input: entry === result ? readResult(store, snapshot.batch.id, entry) : await readImage(store, entry),
    }),
    { concurrency: AHEAD },
  )
  const size = zipLength(entries.values().map(entry => ({ name: nameOf(entry), size: entry.size })))
  return { images: images.length, size, open: () => zip(files) }
}

async function imagesOf(snapshot: Snapshot, only: string | undefined): Promise<Entry[]> {
  const { batch } = snapshot
  const [first, ...others] = outputsOf(batch)
  const folderOf = (name: string) => (only === undefined && others.length > 0 ? `${name}/` : '')
  const images: Entry[] = []
  for (let from = 0; from < leafCount(batch); from += LEAVES_AT_ONCE) {
    const leaves = [...leavesOf(batch, from, from + LEAVES_AT_ONCE)]
    const succeeded = leaves.filter(leaf => snapshot.stateOf(leaf.id) === 'succeeded')
    for (const record of await Promise.all(succeeded.map(leaf => snapshot.record(leaf.id))))
      if (record?.image !== undefined) {
        const modifiedAt = Date.parse(record.composedAt ?? record.settledAt)
        for (const { key, bytes, name } of [{ ...record.image, name: first.name }, ...(record.outputs ?? [])])
          if (only === undefined || only === name)
            images.push({ key, folder: folderOf(name), modifiedAt, size: bytes })
      }
  }
  return images
}

async function resultOf(store: BatchStore, { batch, settledAt }: Snapshot): Promise<Entry | undefined> {
  if (settledAt === undefined) return undefined
  const stat = await store.statResult(batch.id)
  return stat && { key: resultKey(batch.id), folder: '', modifiedAt: Date.parse(settledAt), size: stat.size }
}

function nameOf({ key, folder }: Entry): string {
  return folder + key.slice(key.lastIndexOf('/') + 1)
}

/** @throws Error if it is gone, or is not as long as it should be */
async function readImage(store: BatchStore, { key, size }: Entry): Promise<Buffer> {
  const picture = await store.image({ key })
  if (picture === undefined) throw new Error(`${key} is gone.`)
  // The length of the whole was promised already: one that differs would run into the next answer, or never end.
  if (picture.length !== size) throw new Error(`${key} has ${picture.length} bytes instead of ${size}.`)
  return picture
}

/** The same of a result, which may be too large to be held. */
async function* readResult(store: BatchStore, batchId: string, { key, size }: Entry): AsyncGenerator<Buffer> {
  const found = await store.resultDocument(batchId)
  if (found === undefined) throw new Error(`${key} is gone.`)
  let left = size
  for await (const piece of found.body) {
    left -= piece.length
    if (left < 0) break
    yield piece
  }
  if (left !== 0) throw new Error(`${key} does not have ${size} bytes any more.`)
}
