import type { Batch, Client } from '@contactsheet/client'
import { download, folderInStore, leafImageName } from './files.ts'
import type { Place } from './here.ts'
import { bodyOf } from './request/table-file.ts'
import { report } from './show/report.ts'
import { seeToTheEnd } from './sight.ts'
import { callFor, gathered, printJson, type Tools } from './tools.ts'

/** What is sent, and what becomes of its files. */
export interface Order {
  request: unknown
  /** Its idempotency key. */
  key: string
  /** Folder of the bucket, if the store is on this machine and its own folder of the batch will do. */
  bucket: string | undefined
  /** Folder the batch is fetched to otherwise. */
  folder(id: string): string
  json: true | undefined
  /** Whether it is seen to its end. */
  watch: boolean
}

/** Sends a batch, follows it, fetches its files and tells how it went. Exit code 0 if every image succeeded. */
export async function runBatch(tools: Tools, client: Client, order: Order, place: Place): Promise<number> {
  const accepted = await client.send(bodyOf(order.request), { key: order.key })
  const { id, counts, warnings } = accepted
  console.error(`Batch ${id}: ${counts.total} images`)
  for (const warning of warnings) console.error(`Warning: ${warning}`)
  if (!order.watch) {
    if (order.json) printJson(accepted)
    else console.log(id)
    console.error(`To see its end: ${callFor(tools, 'watch', id, client.url)}`)
    return 0
  }
  const { stop } = tools.invocation.interruption
  const batch = await seeToTheEnd(client, id, stop, () => interrupted(tools, id, client.url, place))
  const leaves = await gathered(client.leaves(id))
  const stored = order.bucket === undefined ? undefined : await folderInStore(client, batch, order.bucket)
  const folder = stored ?? order.folder(id)
  if (stored === undefined) await download(client, { batch, leaves, folder, isWhole: true })
  if (order.json) printJson({ ...batch, leaves, nextCursor: undefined, folder })
  else console.log(report({ batch, leaves, folder, imageName: leafImageName }, columns()))
  return exitCodeOf(batch)
}

/** 0 if every image succeeded. */
export function exitCodeOf({ state }: Batch): number {
  return state === 'succeeded' ? 0 : 1
}

/** Columns there are for a table. */
export function columns(): number {
  return process.stdout.columns ?? Number.POSITIVE_INFINITY
}

/** What is said of a batch that goes on, or not, without this command. */
export function interrupted(tools: Tools, id: string, url: string, place: Place): string {
  if (place === 'within')
    return `Batch ${id} is not finished. The next npm run batch or npm start here goes on with it.`
  return [
    `Batch ${id} goes on without this command.`,
    `To cancel it:   ${callFor(tools, 'cancel', id, url)}`,
    `To see its end: ${callFor(tools, 'watch', id, url)}`,
  ].join('\n')
}

/** Tells what a batch would come to. */
export async function estimate(client: Client, request: unknown, json: true | undefined): Promise<number> {
  const told = await client.estimate(bodyOf(request))
  const { images, models, estimateUsd, asapUsd, economyUsd, warnings } = told
  for (const warning of warnings) console.error(`Warning: ${warning}`)
  if (json) {
    printJson(told)
    return 0
  }
  const atOnce = asapUsd === undefined ? '' : ` ($${asapUsd} without --economy)`
  const other = economyUsd === undefined ? atOnce : ` ($${economyUsd} with --economy)`
  console.log(
    `${images} images by ${models.join(', ')}, estimated at $${estimateUsd}${other}. Nothing is started.`,
  )
  return 0
}
