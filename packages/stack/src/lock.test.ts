import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startChild } from './child.ts'
import { acquireStack, type Holder, type StackLock } from './lock.ts'
import { temporaryFolder } from './temporary.testing.ts'

const entry = fileURLToPath(new URL('./holder.testing.ts', import.meta.url))
const never = new AbortController().signal

async function heldByAnother(url?: string) {
  const dataDir = await temporaryFolder()
  const args = url === undefined ? [dataDir] : [dataDir, url]
  const holder = startChild({ name: 'holder', entry, args, env: {}, logFile: join(dataDir, 'holder.log') })
  onTestFinished(() => holder.kill())
  await holder.ready
  return { dataDir, holder }
}

async function acquire(dataDir: string, onWait: (holder: Holder) => void = () => {}): Promise<StackLock> {
  const lock = await acquireStack(dataDir, 'batch', onWait, never)
  if ('url' in lock) throw new Error('expected the lock')
  onTestFinished(() => lock.release())
  return lock
}

test('lets one command after the other run the stack of a folder', async () => {
  const dataDir = await temporaryFolder()
  const first = await acquireStack(dataDir, 'batch', () => {}, never)
  if ('release' in first) first.release()
  await acquire(dataDir)
})

test('waits for another command, naming it, and goes on as soon as that is killed', async () => {
  const { dataDir, holder } = await heldByAnother()
  const onWait = vi.fn<(holder: Holder) => void>()
  const acquired = acquire(dataDir, onWait)
  await vi.waitFor(() => expect(onWait).toHaveBeenCalledOnce(), 5_000)
  expect(onWait.mock.calls[0]?.[0]).toMatchObject({ command: 'start', pid: expect.any(Number) })
  holder.kill()
  await acquired
})

test('finds the API of a stack that runs', async () => {
  const api = createServer((_, response) => response.end()).listen(0, '127.0.0.1')
  onTestFinished(() => void api.close())
  await once(api, 'listening')
  const address = api.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  const url = `http://127.0.0.1:${address.port}`
  const { dataDir } = await heldByAnother(url)
  expect(await acquireStack(dataDir, 'batch', () => {}, never)).toEqual({ pid: expect.any(Number), url })
})

test('stops waiting when it is told to', async () => {
  const { dataDir } = await heldByAnother()
  const stop = new AbortController()
  const waiting = acquireStack(dataDir, 'batch', () => stop.abort(new Error('enough')), stop.signal)
  await expect(waiting).rejects.toThrow('enough')
})
