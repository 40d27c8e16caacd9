import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createEmulatorClient } from '@contactsheet/emulator'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type System, startSystem } from '../../../../tests/support/system.ts'
import { type Installed, installPacked } from '../packed.testing.ts'

const QUICK = { minMs: 1, maxMs: 2 }
const ENDLESS = { minMs: 60_000, maxMs: 60_001 }
const REQUEST = JSON.stringify({ prompts: ['A fox', 'A hare'], models: ['gpt-image-2'] })
const TOKEN = 'a-token-of-the-packed-command'

let system: System
let command: Installed

beforeAll(async () => {
  const queueUrl = inject('redisUrl') ?? inject('postgresUrl') ?? ''
  system = await startSystem({ queueUrl, latencyMs: '1-2', env: { API_TOKENS: `packed:${TOKEN}` } })
  command = await installPacked({ CONTACTSHEET_URL: system.url, CONTACTSHEET_TOKEN: TOKEN })
  await writeFile(join(command.folder, 'my.json'), REQUEST)
}, 120_000)

afterAll(async () => {
  await system?.stop()
  await command?.remove()
})

/** What a call was asked for; the call must come to the end that is expected. */
async function told(args: string[], exitCode = 0) {
  const called = await command.call([...args, '--json'])
  expect([called.exitCode, called.talk]).toEqual([exitCode, expect.any(String)])
  return JSON.parse(called.data)
}

/** Id of a batch that nobody waits for. */
async function sent(): Promise<string> {
  const { exitCode, data, talk } = await command.call(['run', '-', '--no-watch'], REQUEST)
  expect([exitCode, talk]).toEqual([0, expect.stringContaining(`contactsheet watch ${data.trim()}`)])
  return data.trim()
}

test('it is one file that needs no other package, and says what it can do', async () => {
  expect(await readdir(join(command.folder, 'node_modules'))).toEqual(
    expect.not.arrayContaining(['@contactsheet', 'commander', 'zod']),
  )
  const help = await command.call(['--help'])
  expect([help.exitCode, help.talk]).toEqual([0, ''])
  for (const name of ['run', 'ls', 'show', 'watch', 'cancel', 'retry', 'download', 'pick', 'usage', 'doctor'])
    expect(help.data).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  expect(help.data).toContain('Exit codes:')
})

test('run leaves the files where it was called, with the batch alone on the standard output', async () => {
  const called = await command.call(['run', 'my.json', '--out', 'mine', '--json'])
  expect(called.exitCode, called.talk).toBe(0)
  expect(JSON.parse(called.data)).toMatchObject({ state: 'succeeded', folder: join(command.folder, 'mine') })
  expect(called.talk).toMatch(/^Batch \S+: 2 images$/m)
  expect(await readdir(join(command.folder, 'mine'))).toEqual(['images', 'result.json', 'sheet.jpg'])
  const again = await command.call(['run', 'my.json', '--out', 'mine'])
  expect([again.exitCode, again.data, again.talk]).toEqual([
    2,
    '',
    expect.stringContaining('give a new folder'),
  ])
  const dry = await command.call(['run', '-', '--dry-run'], REQUEST)
  expect([dry.exitCode, dry.data]).toEqual([
    0,
    expect.stringMatching(/^2 images by gpt-image-2, estimated at /),
  ])
})

test('a batch is sent, watched to its end, shown and listed, and counts as usage', async () => {
  const id = await sent()
  const watched = await command.call(['watch', id])
  expect(watched.exitCode, watched.talk).toBe(0)
  expect(watched.data).toContain('2 of 2 images succeeded')
  expect(watched.talk).toContain('[2/2]')
  expect((await told(['show', id])).leaves).toHaveLength(2)
  expect((await command.call(['show', id])).data).toMatch(/^0001-00 +A hare +gpt-image-2 +succeeded/m)
  const { batches } = await told(['ls', '--limit', '1'])
  expect(batches).toMatchObject([{ id, state: 'succeeded' }])
  expect((await command.call(['ls'])).data).toMatch(new RegExp(`^${id} .* succeeded +2/2`, 'm'))
  expect((await told(['usage'])).rows).toMatchObject([{ name: 'packed' }])
  expect((await command.call(['usage', '--by', 'model'])).data).toMatch(/^gpt-image-2 +\d+ +\d+ +\$/m)
})

test('what was picked is fetched alone, and all of it otherwise', async () => {
  const id = await sent()
  await told(['watch', id])
  const nothing = await command.call(['download', id, '--picks'])
  expect([nothing.exitCode, nothing.talk]).toEqual([2, expect.stringContaining('Nobody has picked')])
  expect(await told(['pick', id, '0001-00'])).toEqual({ picked: 1, rejected: 0 })
  expect((await command.call(['pick', id, '0000-00', '--reject'])).data).toContain('1 picked, 1 rejected')
  expect(await told(['download', id, '--picks', '--out', 'picks'])).toMatchObject({ images: 1 })
  expect(await readdir(join(command.folder, 'picks/images'))).toEqual([
    expect.stringMatching(/^0001-00-a-hare/),
  ])
  const whole = await command.call(['download', id])
  expect([whole.exitCode, whole.data]).toEqual([0, `${join(command.folder, `contactsheet-${id}`)}\n`])
  expect(await readdir(join(command.folder, `contactsheet-${id}`))).toContain('sheet.jpg')
  expect(await told(['pick', id, '0001-00', '0000-00', '--clear'])).toEqual({ picked: 0, rejected: 0 })
})

test('a Ctrl-C says that the batch goes on, and the call that cancels it', async () => {
  const emulator = createEmulatorClient(system.emulatorUrl)
  await emulator.setLatency(ENDLESS)
  const { process, called } = command.start(['run', 'my.json'])
  await once(process.stderr ?? process, 'data')
  process.kill('SIGINT')
  const { exitCode, data, talk } = await called
  expect([exitCode, data]).toEqual([130, ''])
  const [, id = ''] = /^To cancel it: +contactsheet cancel (\S+) --url http/m.exec(talk) ?? []
  expect(id, talk).not.toBe('')

  expect((await command.call(['cancel', id])).data).toContain(`Batch ${id} is`)
  expect((await command.call(['watch', id])).exitCode).toBe(1)
  const refused = await command.call(['retry', id])
  expect([refused.exitCode, refused.data]).toEqual([2, ''])
  await emulator.setLatency(QUICK)
  expect((await told(['retry', id, '--canceled', '--watch'])).state).toBe('succeeded')
})

test('a mistake in the call is told on one line, and how to see more', async () => {
  const unknown = await command.call(['run', 'my.json', '--loud'])
  expect([unknown.exitCode, unknown.data]).toEqual([2, ''])
  expect(unknown.talk).toBe("unknown option '--loud' (Did you mean --out?). See contactsheet --help\n")
  const stranger = await command.call(['ls', '--token', 'another-token'])
  expect([stranger.exitCode, stranger.talk]).toEqual([2, expect.stringContaining('set CONTACTSHEET_TOKEN')])
  const nowhere = await command.call(['ls', '--url', 'localhost:8080'])
  expect([nowhere.exitCode, nowhere.talk]).toEqual([2, expect.stringContaining('must start with http://')])
})

test('doctor finds an API in order, and says what is wrong with a token or an address', async () => {
  const well = await told(['doctor'])
  expect(well.ok, JSON.stringify(well)).toBe(true)
  const stranger = await command.call(['doctor', '--token', 'another-token'])
  expect([stranger.exitCode, stranger.data]).toEqual([1, expect.stringMatching(/^fault +token .*--token/m)])
  const nowhere = await command.call(['doctor', '--url', 'http://127.0.0.1:9'])
  expect([nowhere.exitCode, nowhere.data]).toEqual([1, expect.stringMatching(/^fault +API .*--url/m)])
})
