import { randomBytes } from 'node:crypto'
import type { Leaf } from '@contactsheet/contract'
import { BatchStore, createDiskStore } from '@contactsheet/storage'
import { settleBatch } from '../../packages/orchestrator/src/settle.ts'
import { openApi } from '../../services/api/src/api.testing.ts'
import { hugeBatch, longRecord } from '../support/batch.ts'

/** Pictures as short as this keep the archive's gigabytes out of the figures. */
const JPEG_BYTES = 3_000

/**
 * A process of its own that does one thing, so that its memory is that of nothing else: `settle` settles a batch of 100,000
 * leaves as a worker would whose queue hands over their records, `serve` shows what is in the store. See `settled.ts`.
 */
const [task, dataDir = ''] = process.argv.slice(2)
const objects = createDiskStore({ dataDir, bucket: 'thumbnails' })
const store = new BatchStore(objects)

const tasks: Record<string, () => Promise<unknown>> = {
  async settle() {
    const batch = hugeBatch(10)
    await store.ready()
    await store.accept(batch)
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
    return batch.id
  },
  async serve() {
    const jpeg = randomBytes(JPEG_BYTES)
    const read = objects.get.bind(objects)
    objects.get = async key => (key.endsWith('.jpg') ? jpeg : read(key))
    const api = await openApi({ store })
    return api.app.listen({ port: 0, host: '127.0.0.1' })
  },
}

const answer = await tasks[task ?? '']?.()
process.send?.(answer)
process.once('disconnect', () => process.exit())
