import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { processesOf, runCommand } from '../../../command/src/command.testing.ts'
import { temporaryFolder } from '../temporary.testing.ts'

function expectNothingRuns(dataDir: string): Promise<void> {
  return vi.waitFor(async () => expect(await processesOf(dataDir)).toEqual([]), {
    timeout: 15_000,
    interval: 100,
  })
}

test('when a part of the stack ends, its log is shown and everything else ends', async () => {
  const dataDir = await temporaryFolder()
  const start = runCommand('start', dataDir, { env: { PORT: '0' } })
  await start.wrote('Contactsheet runs at')
  const worker = (await processesOf(dataDir)).find(process => process.includes('services/worker'))
  process.kill(Number.parseInt(worker ?? '', 10), 'SIGKILL')
  expect(await start.exitCode).toBe(1)
  expect(start.output()).toContain(`The worker was ended by SIGKILL.`)
  await expectNothingRuns(dataDir)
})

test('start names the port that is taken before it starts anything', async () => {
  const dataDir = await temporaryFolder()
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const address = other.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  const start = runCommand('start', dataDir, { env: { PORT: String(address.port) } })
  expect(await start.exitCode).toBe(1)
  expect(start.output()).toContain(`Port ${address.port} is taken`)
})
