/** A BullMQ flow of leaves that do nothing, in one process: the floor under everything that goes
 * through the queue. Its argument is the address of a Redis. */
import { FlowProducer, Worker } from 'bullmq'
import { serveOrders } from './self-measured.ts'

const [, , url = ''] = process.argv
const connection = { url, maxRetriesPerRequest: null }
const flows = new FlowProducer({ connection })
const leaves = new Worker('leaves', async () => {}, { connection, concurrency: 150 })
let settle: () => void
const batches = new Worker('batches', async () => settle(), { connection })
await Promise.all([leaves.waitUntilReady(), batches.waitUntilReady()])

serveOrders(async ({ titles, models }) => {
  const settled = new Promise<void>(resolve => {
    settle = resolve
  })
  const gone = { removeOnComplete: true }
  await flows.add({
    name: 'batch',
    queueName: 'batches',
    opts: gone,
    children: titles.flatMap(title =>
      models.map(({ id }) => ({ name: 'leaf', queueName: 'leaves', data: { title, model: id }, opts: gone })),
    ),
  })
  await settled
  return { lost: 0 }
})
