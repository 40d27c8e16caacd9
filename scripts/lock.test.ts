import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withLock } from './lock.mjs'

const RACER = fileURLToPath(new URL('racer.testing.ts', import.meta.url))

/** Processes that race, and for how many locks. */
const [RACERS, LOCKS] = [6, 100]

let folder: string
let lock: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-lock-'))
  lock = join(folder, 'lock')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const { pid: gonePid } = spawnSync(process.execPath, ['--version'])

/** What the lock of a process that has ended says. */
const goneHolder = (name: string) => `${gonePid}-${name}`

const noWait = () => expect.unreachable('The lock was waited for.')

describe('a lock', () => {
  it('of a process that is gone goes to one process at a time', { timeout: 60_000 }, async () => {
    const locks = Array.from({ length: LOCKS }, (_, index) => `${lock}-${index}`)
    for (const file of locks) await writeFile(file, goneHolder(basename(file)))
    const racers = Array.from({ length: RACERS }, () => fork(RACER, locks))
    await Promise.all(racers.map(racer => once(racer, 'message')))
    for (const racer of racers) racer.send('go')
    await Promise.all(racers.map(racer => once(racer, 'exit')))

    for (const file of locks) {
      const lines = (await readFile(`${file}.journal`, 'utf8')).trim().split('\n')
      const holders = lines.filter((_, index) => index % 2 === 0).map(line => line.split(' ')[0])
      expect(lines).toEqual(holders.flatMap(pid => [`${pid} enters`, `${pid} leaves`]))
      expect(new Set(holders)).toEqual(new Set(racers.map(({ pid }) => `${pid}`)))
    }
    expect(await readdir(folder)).toEqual(locks.map(file => `${basename(file)}.journal`).toSorted())
  })

  it('is taken over from a process that is gone, also if another died while it did so', async () => {
    const gone = goneHolder('holder')
    await writeFile(lock, gone)
    await writeFile(`${lock}.after-${gone}`, goneHolder('successor'))
    expect(await withLock(lock, noWait, async () => 'done')).toBe('done')
    expect(await readdir(folder)).toEqual([])
  })

  it('of a process that runs is waited for, and the process is named once', async () => {
    await writeFile(lock, `${process.ppid}-parent`)
    const onWait = vi.fn<(pid: number) => void>()
    const work = vi.fn(async () => {})
    const done = withLock(lock, onWait, work)
    await new Promise(resolve => setTimeout(resolve, 500))
    expect(onWait.mock.calls).toEqual([[process.ppid]])
    expect(work).not.toHaveBeenCalled()
    await rm(lock)
    await done
    expect(work).toHaveBeenCalledOnce()
  })

  it('is given back also after work that fails', async () => {
    const fails = async () => Promise.reject(new Error('The disk is on fire.'))
    await expect(withLock(lock, noWait, fails)).rejects.toThrow('on fire')
    expect(await readdir(folder)).toEqual([])
  })

  it('that was taken away is not given back: it is another’s by now', async () => {
    await withLock(lock, noWait, () => writeFile(lock, 'another'))
    expect(await readFile(lock, 'utf8')).toBe('another')
  })
})
