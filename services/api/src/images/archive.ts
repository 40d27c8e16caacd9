import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { leavesOf } from '@contactsheet/contract'
import { type BatchStore, imageName } from '@contactsheet/storage'
import { makeZip, predictLength } from 'client-zip'
import type { Snapshot } from '../batches/snapshot.ts'

/** Most entries an archive can have without extensions that not every program reads. */
export const MAX_ENTRIES = 65_535

/** Images read ahead of what has been sent. Each is held in memory; none would mean to wait for the store at each image. */
const AHEAD = 4

/** A file of the archive. Stored as it is: compression makes no picture smaller. */
interface Entry {
  name: string
  lastModified: Date
  /** Bytes. */
  size: number
  read(): Promise<Buffer>
}

/** A batch's images as a zip archive, piece by piece. */
export interface Archive {
  images: number
  /** Bytes of the whole. */
  size: bigint
  /** A stream that reads images as they are taken from it. It fails at one that cannot be read. */
  open(): Readable
}

/** The archive of the images a batch has by now, and of its result once it has settled. */
export async function archiveOf(store: BatchStore, snapshot: Snapshot): Promise<Archive> {
  const entries = await imagesOf(store, snapshot)
  const images = entries.length
  const result = snapshot.settledAt === undefined ? undefined : await store.resultDocument(snapshot.batch.id)
  if (result !== undefined && snapshot.settledAt !== undefined)
    entries.push({
      name: 'result.json',
      lastModified: new Date(snapshot.settledAt),
      size: result.length,
      read: async () => result,
    })
  return { images, size: predictLength(entries), open: () => openZip(entries) }
}

function openZip(entries: readonly Entry[]): Readable {
  const files = Readable.from(entries).map(
    async ({ name, lastModified, size, read }: Entry) => {
      const input = await read()
      // The length of the whole was promised already: one that differs would run into the next answer, or never end.
      if (input.length !== size) throw new Error(`${name} has ${input.length} bytes instead of ${size}.`)
      return { name, lastModified, input }
    },
    { concurrency: AHEAD },
  )
  // Node's own type of the same stream.
  return Readable.fromWeb(makeZip(files) as ReadableStream<Uint8Array>)
}

async function imagesOf(store: BatchStore, snapshot: Snapshot): Promise<Entry[]> {
  const succeeded = [...leavesOf(snapshot.batch)].filter(leaf => snapshot.stateOf(leaf.id) === 'succeeded')
  const found = await Promise.all(
    succeeded.map(async leaf => ({ leaf, record: await snapshot.record(leaf.id) })),
  )
  return found.flatMap(({ leaf, record }) => {
    if (record?.image === undefined) return []
    const { image } = record
    const read = async () => {
      const jpeg = await store.image(image)
      if (jpeg === undefined) throw new Error(`The image of leaf ${leaf.id} is gone.`)
      return jpeg
    }
    return [{ name: imageName(leaf), lastModified: new Date(record.settledAt), size: image.bytes, read }]
  })
}
