import '@contactsheet/runtime/small-heap'
import { randomBytes } from 'node:crypto'
import { link, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Leaf, leavesOf } from '@contactsheet/contract'
import { BatchStore, createDiskStore } from '@contactsheet/storage'
import { settleBatch } from '../../packages/orchestrator/src/settle.ts'
import { hugeBatch, longRecord } from '../support/batch.ts'

/** Pictures as short as this keep the archive's gigabytes out of the figures. */
const JPEG_BYTES = 3_000

/**
 * Settles a batch of 100,000 leaves as a worker would whose queue hands over their records, in a process of its own, so that its memory
 * is that of nothing else. The pictures are there before, names of two files. Says the batch's id. See `settled.ts`.
 */
const [dataDir = '', bucket = ''] = process.argv.slice(2)
const store = new BatchStore(createDiskStore({ dataDir, bucket }))
const batch = hugeBatch(10)
await store.ready()
await store.accept(batch)

// A file has no more than 65,000 names on Linux' usual file systems.
const pictures = ['one', 'two'].map(name => join(dataDir, name))
for (const picture of pictures) await writeFile(picture, randomBytes(JPEG_BYTES))
const pathOf = (leaf: Leaf) => join(dataDir, bucket, longRecord(batch, leaf).image?.key ?? '')
for (const leaf of leavesOf(batch, 0, 1)) await mkdir(dirname(pathOf(leaf)), { recursive: true })
for (const [number, leaf] of [...leavesOf(batch)].entries())
  await link(pictures[number % 2] ?? '', pathOf(leaf))

const handedOver = {
  all: true,
  records: async (leaves: readonly Leaf[]) =>
    leaves.map(leaf => {
      const record = longRecord(batch, leaf)
      const image = record.image && { ...record.image, bytes: JPEG_BYTES }
      return JSON.parse(JSON.stringify({ ...record, image }))
    }),
}
await settleBatch(store, batch, handedOver, leafId => {
  throw new Error(`Leaf ${leafId} has a record.`)
})
process.send?.(batch.id)
process.once('disconnect', () => process.exit())
