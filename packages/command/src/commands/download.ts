import { join, resolve } from 'node:path'
import { UsageError } from '@contactsheet/stack/shell'
import type { Command } from 'commander'
import { download, holdsBatch } from '../files.ts'
import { type ApiOptions, gathered, openApi, printJson, type Tools } from '../tools.ts'
import { type Does, withApiOptions } from './options.ts'

interface DownloadOptions extends ApiOptions {
  picks?: true
  out?: string
}

export function addDownload(program: Command, tools: Tools, does: Does): void {
  withApiOptions(
    program
      .command('download <id>')
      .summary('Fetches the pictures of a batch.')
      .description('Fetches the pictures of a batch, its sheet and its result, and writes where they are.'),
  )
    .option('--picks', 'only the leaves that were picked; without the sheet')
    .option('--out <folder>', 'folder for the files, a new one; if not given, ./contactsheet-<batch>')
    .action(does((id: string, options: DownloadOptions) => fetchBatch(tools, id, options)))
}

async function fetchBatch(tools: Tools, id: string, options: DownloadOptions): Promise<number> {
  const { picks, out, json } = options
  const client = await openApi(tools, options)
  const batch = await client.batch(id)
  const folder = resolve(tools.invocation.folder, out ?? join('.', `contactsheet-${id}`))
  if (await holdsBatch(folder))
    throw new UsageError(`${folder} holds the files of a batch already; give a new folder: --out <folder>`)
  const leaves = await gathered(client.leaves(id, picks ? { pick: 'picked' } : {}))
  const images = leaves.filter(leaf => leaf.imageUrl !== undefined).length
  if (picks && images === 0) throw new UsageError(`Nobody has picked an image of batch ${id}.`)
  await download(client, { batch, leaves, folder, isWhole: !picks })
  if (batch.settledAt === undefined)
    console.error(
      `Batch ${id} has not settled: these are the images it has by now, without sheet and result.`,
    )
  console.error(`${images} images`)
  if (json) printJson({ folder, images })
  else console.log(folder)
  return 0
}
