import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename, join } from 'node:path'
import { batchIdTime, resultSchema } from '@contactsheet/contract'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startEmulator } from '../../../emulator/src/index.ts'
import { processesOf, runCommand } from '../command.testing.ts'
import { temporaryFolder } from '../temporary.testing.ts'

const FREE_PORT = { PORT: '0' }

async function requestIn(folder: string, prompts: string[] = ['A fox', 'A hare']): Promise<string> {
  const file = join(folder, 'my.json')
  await writeFile(file, JSON.stringify({ prompts, models: ['gpt-image-2', 'gemini-3-pro-image'] }))
  return file
}

async function emulator() {
  const running = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 1 }, pictures: 'flat' })
  onTestFinished(() => running.close())
  return running
}

async function batchFolders(dataDir: string): Promise<string[]> {
  const batches = join(dataDir, 'thumbnails/batches')
  return (await readdir(batches)).map(name => join(batches, name))
}

function expectNothingRuns(dataDir: string): Promise<void> {
  return vi.waitFor(async () => expect(await processesOf(dataDir)).toEqual([]), {
    timeout: 15_000,
    interval: 100,
  })
}

test('batch brings up what it needs, leaves images, sheet and result, and nothing running', async () => {
  const dataDir = await temporaryFolder()
  const batch = runCommand('batch', dataDir, { args: [await requestIn(dataDir)] })
  expect(await batch.exitCode, batch.output()).toBe(0)
  expect(batch.output()).toContain('SIMULATED')
  expect(batch.output()).toContain('4 of 4 images succeeded')
  const [folder = ''] = await batchFolders(dataDir)
  expect(await readdir(join(folder, 'images'))).toHaveLength(4)
  expect((await readFile(join(folder, 'sheet.jpg'))).subarray(0, 2).toString('hex')).toBe('ffd8')
  const result = resultSchema.parse(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')))
  expect(result).toMatchObject({ state: 'succeeded', simulated: true, counts: { total: 4, succeeded: 4 } })
  await expectNothingRuns(dataDir)
})

test('batch makes what one key can make, and says what it leaves out', async () => {
  const dataDir = await temporaryFolder()
  const env = { OPENAI_API_KEY: 'key', OPENAI_BASE_URL: (await emulator()).openAiBaseUrl }
  const batch = runCommand('batch', dataDir, { args: [await requestIn(dataDir)], env })
  expect(await batch.exitCode, batch.output()).toBe(0)
  expect(batch.output()).toContain('Left out: gemini-3-pro-image: GOOGLE_API_KEY is not set')
  expect(batch.output()).toContain('2 of 2 images succeeded')
})

test('start makes known what its worker cannot make: the API refuses it, and batch leaves it out', async () => {
  const dataDir = await temporaryFolder()
  const env = { ...FREE_PORT, OPENAI_BASE_URL: (await emulator()).openAiBaseUrl }
  const start = runCommand('start', dataDir, { env })
  await start.wrote('Contactsheet runs at')
  const [, url = ''] = /runs at (\S+)/.exec(start.output()) ?? []
  await vi.waitFor(
    async () => {
      const { models } = (await (await fetch(new URL('models', `${url}/`))).json()) as {
        models: { id: string; available: boolean }[]
      }
      const available = new Map(models.map(model => [model.id, model.available]))
      expect([available.get('gpt-image-2'), available.get('gemini-3-pro-image')]).toEqual([true, false])
    },
    { timeout: 20_000, interval: 200 },
  )
  const file = await requestIn(dataDir)
  const refused = await fetch(new URL('batches', `${url}/`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: await readFile(file),
  })
  expect([refused.status, await refused.json()]).toMatchObject([
    422,
    { errors: [{ field: 'models[1]', message: expect.stringContaining('Set GOOGLE_API_KEY') }] },
  ])
  const batch = runCommand('batch', dataDir, { args: [file] })
  expect(await batch.exitCode, batch.output()).toBe(0)
  expect(batch.output()).toMatch(/Left out: gemini-3-pro-image: .*GOOGLE_API_KEY/)
  expect(batch.output()).toContain('2 of 2 images succeeded')
})

test('batch starts nothing for a file that it cannot use', async () => {
  const dataDir = await temporaryFolder()
  const file = join(dataDir, 'my.json')
  await writeFile(file, '{"prompts": ["A fox"], "models": ["gpt-image-9000"]}')
  const batch = runCommand('batch', dataDir, { args: [file] })
  expect(await batch.exitCode).toBe(2)
  expect(batch.output()).toMatch(/^.*my\.json: models\[0\]: Unknown model "gpt-image-9000"\..*\n$/)
  expect(await readdir(dataDir)).toEqual(['my.json'])
})

test.each([['SIGINT', 130] as const, ['SIGKILL', null] as const])(
  'after %s in the middle of a batch nothing runs, and the next command goes on with it',
  async (signal, exitCode) => {
    const dataDir = await temporaryFolder()
    const args = [await requestIn(dataDir)]
    const first = runCommand('batch', dataDir, { args, env: { EMULATOR_LATENCY_MS: '60000-60001' } })
    await first.wrote(/Batch \S+: 4 images/)
    first.process.kill(signal)
    expect(await first.exitCode).toBe(exitCode)
    await expectNothingRuns(dataDir)

    const [interrupted = ''] = await batchFolders(dataDir)
    // In its first seconds a batch may still be on its way to the queue, and workers leave it alone.
    await vi.waitFor(
      () => expect(Date.now() - batchIdTime(basename(interrupted))).toBeGreaterThan(5_000),
      10_000,
    )
    const start = runCommand('start', dataDir, { env: FREE_PORT })
    await vi.waitFor(() => readFile(join(interrupted, 'result.json')), { timeout: 60_000, interval: 100 })
    start.process.kill('SIGTERM')
    expect(await start.exitCode).toBe(143)
    await expectNothingRuns(dataDir)
  },
  150_000,
)

test('when a part of the stack ends, its log is shown and everything else ends', async () => {
  const dataDir = await temporaryFolder()
  const start = runCommand('start', dataDir, { env: FREE_PORT })
  await start.wrote('Contactsheet runs at')
  const worker = (await processesOf(dataDir)).find(process => process.includes('services/worker'))
  process.kill(Number.parseInt(worker ?? '', 10), 'SIGKILL')
  expect(await start.exitCode).toBe(1)
  expect(start.output()).toContain(`The worker was ended by SIGKILL.`)
  await expectNothingRuns(dataDir)
})

test('start is there for other commands: a batch goes to it, and a second start says where it is', async () => {
  const dataDir = await temporaryFolder()
  const start = runCommand('start', dataDir, { env: FREE_PORT })
  await start.wrote('Contactsheet runs at')
  const [, url] = /runs at (\S+)/.exec(start.output()) ?? []

  const batch = runCommand('batch', dataDir, { args: [await requestIn(dataDir)] })
  expect(await batch.exitCode, batch.output()).toBe(0)
  expect(batch.output()).toContain(`at ${url}`)

  const second = runCommand('start', dataDir, { env: FREE_PORT })
  expect(await second.exitCode).toBe(1)
  expect(second.output()).toMatch(`It runs already: process id ${start.process.pid}, at ${url}.`)
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

test('batch fetches the pictures of an API elsewhere into the same layout', async () => {
  const there = await temporaryFolder()
  const start = runCommand('start', there, { env: { ...FREE_PORT, API_TOKENS: 'one,two' } })
  await start.wrote('Contactsheet runs at')
  const [, url = ''] = /runs at (\S+)/.exec(start.output()) ?? []

  const here = await temporaryFolder()
  const args = [await requestIn(here), '--url', url]
  const stranger = runCommand('batch', here, { args })
  expect(await stranger.exitCode).toBe(2)
  expect(stranger.output()).toContain('set API_TOKENS')

  const batch = runCommand('batch', here, { args, env: { API_TOKENS: 'two' } })
  expect(await batch.exitCode, batch.output()).toBe(0)
  const [folder = ''] = await batchFolders(here)
  expect(await readdir(folder)).toEqual(['images', 'result.json', 'sheet.jpg'])
  const [original = ''] = await batchFolders(there)
  expect(await readdir(join(folder, 'images'))).toEqual(await readdir(join(original, 'images')))
})
