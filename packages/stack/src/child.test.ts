import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Child, ChildError, startChild } from './child.ts'
import { isRunning, temporaryFolder } from './temporary.testing.ts'

const entry = fileURLToPath(new URL('./child.testing.ts', import.meta.url))

async function start(behaviour: string): Promise<Child & { logFile: string }> {
  const logFile = join(await temporaryFolder(), 'child.log')
  const child = startChild({ name: 'child', entry, args: [behaviour], env: {}, logFile })
  onTestFinished(() => child.kill())
  return { ...child, logFile }
}

test('tells the address of a process that is ready, and stops it', async () => {
  const child = await start('obeys')
  expect(await child.ready).toBe('address of obeys')
  await child.stop()
  await child.stop()
})

test('shows the end of the log of a process that ends by itself', async () => {
  const child = await start('crashes')
  await expect(child.ready).rejects.toThrow(ChildError)
  await expect(child.failed).rejects.toThrow(
    `The child ended with code 7. The end of ${child.logFile}:\nthe disk is on fire`,
  )
  expect(await readFile(child.logFile, 'utf8')).toBe('the disk is on fire\n')
})

test('repeats what a process says about its configuration, without its log', async () => {
  const child = await start('misconfigured')
  await expect(child.failed).rejects.toThrow(/^child: PORT must be a whole number from 0 to 65535$/)
})

test('ends what a process leaves running', async () => {
  const child = await start('leaves-one-behind')
  const left = Number(await child.ready)
  expect(isRunning(left)).toBe(true)
  await child.stop()
  await vi.waitFor(() => expect(isRunning(left)).toBe(false), 5_000)
})

test('ends a process and what it started at once when it is killed', async () => {
  const child = await start('leaves-one-behind')
  const left = Number(await child.ready)
  child.kill()
  await vi.waitFor(() => expect(isRunning(left)).toBe(false), 5_000)
})
