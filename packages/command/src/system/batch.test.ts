import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { batchIdTime, resultSchema } from '@contactsheet/contract'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startEmulator } from '../../../emulator/src/index.ts'
import { temporaryFolder } from '../../../stack/src/temporary.testing.ts'
import { processesOf, runCommand } from '../command.testing.ts'

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

/** `npm start` in a folder of its own, as an API elsewhere. */
async function apiElsewhere(env: Record<string, string> = {}) {
  const there = await temporaryFolder()
  const start = runCommand('start', there, { env: { ...FREE_PORT, ...env } })
  await start.wrote('Contactsheet runs at')
  const [, url = ''] = /runs at (\S+)/.exec(start.output()) ?? []
  return { there, url }
}

/** `npm run batch` for a table of two prompts, two models and two variations, at an API elsewhere. */
async function batchesOfTables() {
  const { there, url } = await apiElsewhere({ API_TOKENS: 'one' })
  const here = await temporaryFolder()
  await writeFile(join(here, 'good.csv'), 'prompt;product\r\nA {{product}};kettle\r\nA fox;\r\n')
  await writeFile(join(here, 'bad.csv'), 'prompt,product\nA {{product}},kettle\nA {{product}},\n')
  const run = (file: string, ...more: string[]) =>
    runCommand('batch', join(here, 'data'), {
      args: [file, '--models', 'gpt-image-2,gemini-3-pro-image', '--variations', '2', '--url', url, ...more],
      env: { API_TOKENS: 'one', INIT_CWD: here },
    })
  return { there, run }
}

test('batch says what a table would cost, with economy and without, and makes nothing of it', async () => {
  const { there, run } = await batchesOfTables()
  const dry = run('good.csv', '--dry-run')
  const half = run('good.csv', '--dry-run', '--economy', '--deadline', '6')
  expect(await dry.exitCode, dry.output()).toBe(0)
  expect(dry.output()).toContain('8 images by gpt-image-2, gemini-3-pro-image, estimated at $0.7')
  expect(dry.output()).toMatch(/estimated at \$0\.7 \(\$0\.35 with --economy\)\./)
  expect(await half.exitCode, half.output()).toBe(0)
  expect(half.output()).toMatch(/estimated at \$0\.35 \(\$0\.7 without --economy\)\./)
  expect(await batchFolders(there).catch(() => [])).toEqual([])
})

test('batch says which deadlines it cannot take', async () => {
  const { there, run } = await batchesOfTables()
  const late = run('good.csv', '--economy', '--deadline', 'friday')
  const alone = run('good.csv', '--deadline', '6')
  expect(await late.exitCode).toBe(2)
  expect(late.output()).toContain('deadline: must be a time with its offset')
  expect(await alone.exitCode).toBe(2)
  expect(alone.output()).toContain('--deadline goes with --economy')
  expect(await batchFolders(there).catch(() => [])).toEqual([])
})

test('batch takes a table, or names the line that is at fault', async () => {
  const { run } = await batchesOfTables()
  const bad = run('bad.csv')
  expect(await bad.exitCode).toBe(2)
  expect(bad.output()).toContain('line 3, column "prompt": has no value for {{product}}')

  const good = run('good.csv')
  expect(await good.exitCode, good.output()).toBe(0)
  expect(good.output()).toContain('8 of 8 images succeeded')
})

test('batch fetches the files of an API elsewhere to the folder it was called in, and leaves the store here alone', async () => {
  const { there, url } = await apiElsewhere({ API_TOKENS: 'one,two' })
  const here = await temporaryFolder()
  const args = [await requestIn(here), '--url', url]
  const stranger = runCommand('batch', join(here, 'data'), { args })
  expect(await stranger.exitCode).toBe(2)
  expect(stranger.output()).toContain('set API_TOKENS')

  const env = { API_TOKENS: 'two', INIT_CWD: here }
  const batch = runCommand('batch', join(here, 'data'), { args, env })
  expect(await batch.exitCode, batch.output()).toBe(0)
  const [original = ''] = await batchFolders(there)
  const folder = join(here, `contactsheet-${basename(original)}`)
  expect(await readdir(folder)).toEqual(['images', 'result.json', 'sheet.jpg'])
  expect(await readdir(join(folder, 'images'))).toEqual(await readdir(join(original, 'images')))
  expect(await readdir(join(here, 'data'), { recursive: true })).toEqual(['sent'])

  const named = runCommand('batch', join(here, 'data'), { args: [...args, '--out', 'mine'], env })
  expect(await named.exitCode, named.output()).toBe(0)
  expect(await readdir(join(here, 'mine/images'))).toHaveLength(4)
  expect(await batchFolders(there)).toHaveLength(2)
  const again = runCommand('batch', join(here, 'data'), { args: [...args, '--out', 'mine'], env })
  expect(await again.exitCode).toBe(2)
  expect(again.output()).toContain('holds the files of a batch already')
})

test('a batch whose answer is lost is not paid for twice: by the same run, nor by the next', async () => {
  const { there, url } = await apiElsewhere()
  const relay = await relayTo(url)
  const here = await temporaryFolder()
  const call = {
    args: [await requestIn(here), '--url', relay.url, '--out', 'files'],
    env: { INIT_CWD: here },
  }
  relay.loseAnswers(Number.POSITIVE_INFINITY)
  const first = runCommand('batch', here, call)
  await first.wrote('Trying again')
  first.process.kill('SIGKILL')
  await first.exitCode

  relay.loseAnswers(1)
  const second = runCommand('batch', here, call)
  expect(await second.exitCode, second.output()).toBe(0)
  expect(second.output()).toContain('going on with that one')
  expect(second.output()).toContain('Trying again')
  expect(await batchFolders(there)).toHaveLength(1)
  expect(await readdir(join(here, 'files/images'))).toHaveLength(4)
})

/** Passes requests on to an API, and cuts the connection instead of answering as many POSTs as it is told. */
async function relayTo(api: string) {
  let losses = 0
  const server = createHttpServer(async (request, response) => {
    const { method = '', url = '' } = request
    const headers = new Headers({ 'content-type': 'application/json' })
    const key = request.headers['idempotency-key']
    if (typeof key === 'string') headers.set('idempotency-key', key)
    const body = method === 'POST' ? { body: await text(request) } : {}
    const answer = await fetch(new URL(url, api), { method, headers, ...body })
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (method === 'POST' && losses-- > 0) return void request.socket.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(bytes)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    loseAnswers(count: number) {
      losses = count
    },
  }
}
