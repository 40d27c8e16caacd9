import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { imagePageSchema, leafPageSchema } from '@contactsheet/contract'
import { FRUGAL } from '@contactsheet/stack'
import { startSystem } from '../support/system.ts'
import { startQueue } from './contenders/queue.ts'
import { usageOf } from './measure/usage.ts'
import { printTable } from './table.ts'

/** Where services keep objects unless they are told. */
const BUCKET = 'thumbnails'

/** Memory and time that a settled batch of 100,000 leaves takes: to settle, to show, to page through, to archive. */
export async function benchSettled(): Promise<void> {
  const opened = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-bench-'))
  opened.defer(() => rm(dataDir, { recursive: true }))
  const rows: (string | number)[][] = []
  try {
    const { worker, id } = await settle(dataDir)
    rows.push(rowOf('settle (worker)', worker.pid))
    worker.disconnect()

    const queue = await startQueue('redis')
    opened.defer(() => queue.stop())
    const system = await startSystem({ queueUrl: queue.url, workers: 0, env: { DATA_DIR: dataDir } })
    opened.defer(() => system.stop())
    const { url, api } = system
    rows.push(rowOf('API, idle', api.pid))
    const measured = async (name: string, run: () => Promise<void>) => {
      const before = usageOf(api.pid ?? 0).cpuMs
      await run()
      rows.push(rowOf(name, api.pid, before))
    }
    await measured('GET /batches/:id, first time', () => take(`${url}/batches/${id}`))
    await measured('GET /batches/:id, again', () => take(`${url}/batches/${id}`))
    await measured('all leaves, 500 a page', async () => {
      let cursor: string | undefined
      do {
        const query = cursor === undefined ? '' : `&cursor=${cursor}`
        const response = await fetch(`${url}/batches/${id}/leaves?limit=500${query}`)
        cursor = leafPageSchema.parse(await response.json()).nextCursor
      } while (cursor !== undefined)
    })
    await measured('all images of one model, 200 a page', async () => {
      let cursor: string | undefined
      do {
        const query = cursor === undefined ? '' : `&cursor=${cursor}`
        const response = await fetch(`${url}/images?batch=${id}&model=model-3&limit=200${query}`)
        cursor = imagePageSchema.parse(await response.json()).nextCursor
      } while (cursor !== undefined)
    })
    await measured('archive.zip', () => take(`${url}/batches/${id}/archive.zip`))
  } finally {
    await opened.disposeAsync()
  }
  printTable('A settled batch of 100,000 leaves', ['', 'peak MB so far', 'CPU ms'], rows)
}

async function settle(dataDir: string): Promise<{ worker: ChildProcess; id: string }> {
  const worker = fork(new URL('settled-process.ts', import.meta.url), [dataDir, BUCKET], {
    env: { ...process.env, ...FRUGAL.env },
    execArgv: FRUGAL.execArgv,
  })
  const ended = once(worker, 'exit').then(([code]) => {
    throw new Error(`The process to settle the batch ended with code ${code}.`)
  })
  const [id] = await Promise.race([once(worker, 'message'), ended])
  return { worker, id: String(id) }
}

/** Takes an answer to its end, and keeps none of it. */
async function take(url: string): Promise<void> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  for await (const _piece of response.body ?? []);
}

function rowOf(name: string, pid = 0, cpuBefore = 0): (string | number)[] {
  const { peakMb, cpuMs } = usageOf(pid)
  return [name, Math.round(peakMb), cpuMs - cpuBefore]
}
