import { readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startChild } from '../child.ts'
import { isRunning, temporaryFolder } from '../temporary.testing.ts'
import { postgresSpec } from './index.ts'

async function start(folder: string) {
  const logFile = join(folder, 'postgres.log')
  const guardian = startChild(postgresSpec(join(folder, 'postgres'), logFile))
  onTestFinished(() => guardian.stop())
  const url = new URL(await guardian.ready)
  return { guardian, port: Number(url.port), log: () => readFile(logFile, 'utf8') }
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

test('serves on a port of this machine until it is stopped', async () => {
  const { guardian, port } = await start(await temporaryFolder())
  expect(await accepts(port)).toBe(true)
  await guardian.stop()
  expect(await accepts(port)).toBe(false)
})

test.each([
  ['it is of another version', (template: string) => writeFile(join(template, 'data/PG_VERSION'), '9\n')],
  ['its password is gone', (template: string) => rm(join(template, 'password'))],
])('starts from nothing when %s', async (_, spoil) => {
  const folder = await temporaryFolder()
  const first = await start(folder)
  await first.guardian.stop()
  await spoil(join(folder, 'postgres/template'))
  const second = await start(folder)
  expect(await accepts(second.port)).toBe(true)
  expect(await second.log()).toContain('Starting again from nothing')
})

test('stops a server that was left running on its folder', async () => {
  const folder = await temporaryFolder()
  await start(folder)
  const postmaster = Number.parseInt(
    await readFile(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8'),
    10,
  )
  const second = await start(folder)
  await vi.waitFor(() => expect(isRunning(postmaster)).toBe(false), 5_000)
  expect(await accepts(second.port)).toBe(true)
})

test('gives up a start that is told to stop', async () => {
  const folder = await temporaryFolder()
  const guardian = startChild(postgresSpec(join(folder, 'postgres'), join(folder, 'postgres.log')))
  await guardian.stop()
  await expect(guardian.ready).rejects.toThrow('embedded PostgreSQL')
})
