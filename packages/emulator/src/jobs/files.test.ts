import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type RunningEmulator, startEmulator } from '../start.ts'
import { geminiApi, openAiApi } from './jobs.testing.ts'

let folder: string
let emulator: RunningEmulator
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-test-'))
  vi.stubEnv('TMPDIR', folder)
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, pictures: 'flat' })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await emulator.close()
  await rm(folder, { recursive: true, force: true })
})

const onDisk = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile()).length

it('files of jobs are on disk until they are deleted, or the emulator ends', async () => {
  const apis = [openAiApi(emulator), geminiApi(emulator)]
  for (const api of apis)
    for (const place of ['kept', 'deleted']) {
      const file = await api.upload(place)
      if (place === 'deleted') await api.remove(file)
    }
  expect(await onDisk()).toBe(apis.length)
  await emulator.close()
  expect(await readdir(folder)).toEqual([])
})
