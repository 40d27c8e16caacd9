import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Batch, Client, Leaf } from '@contactsheet/client'
import { OUTPUT_FORMATS } from '@contactsheet/contract'
import pLimit from 'p-limit'

/** Pictures fetched at once. */
const CONCURRENCY = 8

/** How long a worker may take from the last leaf to the result. */
const RESULT_TIMEOUT_MS = 10_000
const RESULT_POLL_MS = 20

/** Written last: a folder that has it holds a whole batch. */
const RESULT = 'result.json'

/** As pictures are called in a store: by leaf, title and model. */
const PICTURE_NAME = /^\d{4}-\d{2}[a-j]?-[a-z0-9][a-z0-9.-]*--[a-z0-9][a-z0-9.-]*\.(?:jpg|webp|avif|png)$/

/** Name of a leaf's image: as it is in the store, where its address tells. */
export function leafImageName({ imageUrl = '', leafId, model }: Leaf): string {
  return nameIn(imageUrl) ?? `${leafId}--${model}.jpg`
}

/** The name of a picture's file in its address: that of an API, or of a store with addresses of any form. */
function nameIn(address: string): string | undefined {
  const parts = decodeURIComponent(address).split(/[/?&=#]/)
  return parts.findLast(part => PICTURE_NAME.test(part))
}

/**
 * The folder of a settled batch in a store of files on this machine: `images/`, `outputs/` if it has several, `sheet.jpg`
 * and `result.json`. Nothing is written to it from here: what is in a store, its services put there, and read again.
 *
 * @param bucket folder of the bucket
 * @returns undefined if the batch is kept somewhere else
 */
export async function folderInStore(
  client: Pick<Client, 'sheet'>,
  { id, counts }: Batch,
  bucket: string,
): Promise<string | undefined> {
  const folder = join(bucket, 'batches', id)
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

/** What is fetched of a batch, and where to. */
export interface Fetched {
  batch: Batch
  /** Leaves whose pictures are fetched. */
  leaves: readonly Leaf[]
  folder: string
  /** Whether these are all of the batch, which has a sheet then. */
  isWhole: boolean
}

/**
 * Fetches a batch into a folder of its own, laid out as in a store but for the result, which is as the API shows it. One that has
 * not settled leaves no result, so that the rest can be fetched to the same folder later.
 */
export async function download(
  client: Pick<Client, 'picture' | 'sheet'>,
  { batch, leaves, folder, isWhole }: Fetched,
): Promise<void> {
  const hasSettled = batch.settledAt !== undefined
  const images = join(folder, 'images')
  const outputs = join(folder, 'outputs')
  await mkdir(images, { recursive: true })
  if (leaves.some(leaf => leaf.outputs !== undefined)) await mkdir(outputs, { recursive: true })
  const limit = pLimit(CONCURRENCY)
  const image = async (leaf: Leaf) => {
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
    ...(isWhole && hasSettled && batch.counts.succeeded > 0 ? [limit(sheet)] : []),
  ])
  if (hasSettled) await writeFile(join(folder, RESULT), JSON.stringify({ ...batch, leaves }, null, 2))
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
