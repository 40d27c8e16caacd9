import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild } from '@contactsheet/stack'
import { onTestFinished } from 'vitest'
import { PROCESS_ENV } from '../../support/process-env.ts'

/** One service as a process of its own, at the level of log that says most, until the test ends. */
export async function startService(service: string, env: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-secrets-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  const logFile = join(folder, 'log')
  const child = startChild({
    name: service,
    entry: fileURLToPath(new URL(`../../../services/${service}/src/main.ts`, import.meta.url)),
    env: { ...PROCESS_ENV, LOG_LEVEL: 'trace', DATA_DIR: dataDir, PORT: '0', ...env },
    logFile,
  })
  onTestFinished(() => child.stop())
  return { child, logFile }
}

/** A server that answers as it is told, until the test ends. */
export async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}`
}
