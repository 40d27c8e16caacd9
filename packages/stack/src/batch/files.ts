import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@contactsheet/client'
import { type BatchView, type LeafView, OUTPUT_FORMATS } from '@contactsheet/contract'
import { batchFolder, parseImageName } from '@contactsheet/storage'
import pLimit from 'p-limit'

/** Pictures fetched at once. */
const CONCURRENCY = 8

/** How long a worker may take from the last leaf to the result. */
const RESULT_TIMEOUT_MS = 10_000
const RESULT_POLL_MS = 20

/** Written last: a folder that has it holds a whole batch. */
const RESULT = 'result.json'

/** Name of a leaf's image: as it is in the store, where its address tells. */
export function leafImageName({ imageUrl = '', leafId, model }: LeafView): string {
  return nameIn(imageUrl) ?? `${leafId}--${model}.jpg`
}

/** The name of a picture's file in its address: that of an API, or of a store with addresses of any form. */
function nameIn(address: string): string | undefined {
  const parts = decodeURIComponent(address).split(/[/?&=#]/)
  return parts.findLast(part => parseImageName(part) !== undefined)
}

/**
 * The folder of a settled batch in a store of files on this machine: `images/`, `outputs/` if it has several, `sheet.jpg`
 * and `result.json`. Nothing is written to it from here: what is in a store, its services put there, and read again.
 *
 * @param bucket folder of the bucket
 * @returns undefined if the batch is kept somewhere else
 */
export async function folderInStore(
  client: Client,
  { id, counts }: BatchView,
  bucket: string,
): Promise<string | undefined> {
  const folder = join(bucket, batchFolder(id))
  if (!(await isThere(folder))) return undefined
  const deadline = performance.now() + RESULT_TIMEOUT_MS
  while (!(await isThere(join(folder, RESULT)))) {
    if (performance.now() > deadline) return undefined
    await sleep(RESULT_POLL_MS)
  }
  // Asking for the sheet has the API make it, and keep it in the store. A batch without images has none.
  if (counts.succeeded > 0) await client.sheet(id)
  return folder
}

/** Fetches a settled batch into a folder of its own, laid out as in a store but for the result, which is as the API shows it. */
export async function download(
  client: Client,
  batch: BatchView,
  leaves: readonly LeafView[],
  folder: string,
): Promise<void> {
  const images = join(folder, 'images')
  const outputs = join(folder, 'outputs')
  await mkdir(images, { recursive: true })
  if (leaves.some(leaf => leaf.outputs !== undefined)) await mkdir(outputs, { recursive: true })
  const limit = pLimit(CONCURRENCY)
  const image = async (leaf: LeafView) => {
    if (leaf.imageUrl !== undefined)
      await writeFile(join(images, leafImageName(leaf)), await client.picture(leaf.imageUrl))
    for (const { name, format, url } of leaf.outputs ?? []) {
      const file = nameIn(url) ?? `${leaf.leafId}--${name}.${OUTPUT_FORMATS[format].extension}`
      await writeFile(join(outputs, file), await client.picture(url))
    }
  }
  const sheet = async () => writeFile(join(folder, 'sheet.jpg'), await client.sheet(batch.id))
  await Promise.all([
    ...leaves.map(leaf => limit(image, leaf)),
    ...(batch.counts.succeeded > 0 ? [limit(sheet)] : []),
  ])
  await writeFile(join(folder, RESULT), JSON.stringify({ ...batch, leaves }, null, 2))
}

/** Whether a folder holds a batch that was fetched before: one of another would be mixed up with it. */
export function holdsBatch(folder: string): Promise<boolean> {
  return isThere(join(folder, RESULT))
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
