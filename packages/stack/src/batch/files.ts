import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BatchView, LeafView } from '@contactsheet/contract'
import { batchFolder, slug } from '@contactsheet/storage'
import pLimit from 'p-limit'
import type { ApiClient } from '../client.ts'

/** Pictures fetched at once. */
const CONCURRENCY = 8

/** How long a worker may take from the last leaf to the result. */
const RESULT_TIMEOUT_MS = 10_000
const RESULT_POLL_MS = 20

/** Name of a leaf's image, as it is in the store. */
export function leafImageName(leaf: LeafView): string {
  return `${leaf.leafId}-${slug(leaf.title)}--${leaf.model}.jpg`
}

/**
 * Makes sure a settled batch is on this machine: `images/`, `sheet.jpg` and `result.json` in one folder, laid out as in
 * the store. What is there already, because the store is that folder, is not fetched.
 *
 * @param bucketFolder folder of the bucket on this machine
 * @param inStore whether that folder is the store, whose result is written by a worker, last of all
 * @returns the folder of the batch
 */
export async function keepFiles(
  client: ApiClient,
  batch: BatchView,
  leaves: readonly LeafView[],
  bucketFolder: string,
  inStore: boolean,
): Promise<string> {
  const folder = join(bucketFolder, batchFolder(batch.id))
  const images = join(folder, 'images')
  await mkdir(images, { recursive: true })
  const limit = pLimit(CONCURRENCY)
  const image = async (leaf: LeafView) => {
    const { imageUrl } = leaf
    if (imageUrl !== undefined)
      await unlessThere(join(images, leafImageName(leaf)), () => client.picture(imageUrl))
  }
  await Promise.all([
    ...leaves.map(leaf => limit(image, leaf)),
    keepResult(join(folder, 'result.json'), { ...batch, leaves }, inStore),
    // A batch without images has no sheet.
    batch.counts.succeeded > 0 ? limit(keepSheet, client, batch.id, join(folder, 'sheet.jpg')) : undefined,
  ])
  return folder
}

async function keepResult(file: string, result: unknown, inStore: boolean): Promise<void> {
  const deadline = performance.now() + RESULT_TIMEOUT_MS
  while (inStore && !(await isThere(file)) && performance.now() < deadline) await sleep(RESULT_POLL_MS)
  await unlessThere(file, async () => JSON.stringify(result, null, 2))
}

/** Asking for the sheet has the API make it, and keep it in the store. */
async function keepSheet(client: ApiClient, batchId: string, file: string): Promise<void> {
  const sheet = await client.sheet(batchId)
  await unlessThere(file, async () => sheet)
}

async function unlessThere(file: string, content: () => Promise<string | Uint8Array>): Promise<void> {
  if (!(await isThere(file))) await writeFile(file, await content())
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
