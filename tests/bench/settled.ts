import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { imagePageSchema, leafPageSchema } from '@contactsheet/contract'
import { usageOf } from './measure/usage.ts'
import { printTable } from './table.ts'

/** Memory and time that a settled batch of 100,000 leaves takes: to settle, to show, to page through, to archive. */
export async function benchSettled(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-bench-'))
  const rows: (string | number)[][] = []
  try {
    const worker = await start('settle', dataDir)
    rows.push(rowOf('settle (worker)', worker.process, 0))
    const id = worker.answer
    worker.process.disconnect()

    const { process: api, answer: url } = await start('serve', dataDir)
    rows.push(rowOf('API, idle', api, 0))
    const measured = async (name: string, run: () => Promise<void>) => {
      const before = usageOf(api.pid ?? 0).cpuMs
      await run()
      rows.push(rowOf(name, api, before))
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
    api.disconnect()
  } finally {
    await rm(dataDir, { recursive: true })
  }
  printTable('A settled batch of 100,000 leaves', ['', 'peak MB so far', 'CPU ms'], rows)
}

async function start(task: string, dataDir: string): Promise<{ process: ChildProcess; answer: string }> {
  const child = fork(new URL('settled-process.ts', import.meta.url), [task, dataDir])
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The process to ${task} ended with code ${code}.`)
  })
  const [answer] = await Promise.race([once(child, 'message'), ended])
  return { process: child, answer: String(answer) }
}

/** Takes an answer to its end, and keeps none of it. */
async function take(url: string): Promise<void> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  for await (const _piece of response.body ?? []);
}

function rowOf(name: string, { pid = 0 }: ChildProcess, cpuBefore: number): (string | number)[] {
  const { peakMb, cpuMs } = usageOf(pid)
  return [name, Math.round(peakMb), cpuMs - cpuBefore]
}
