import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 200

/**
 * Runs some work while holding a lock file, so that two processes do not do the same at once. The lock of a process
 * that is gone does not count.
 *
 * @template T
 * @param {string} file the lock; its folder must be there
 * @param {(pid: number) => void} onWait called once if another process holds it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work) {
  for (let waits = false; !take(file); waits = true) {
    const holder = holderOf(file)
    if (holder !== undefined && !isRunning(holder)) rmSync(file, { force: true })
    else {
      if (!waits && holder !== undefined) onWait(holder)
      await sleep(POLL_MS)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  // Written aside and linked, so that nobody ever sees a lock without its holder.
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    linkSync(mine, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Undefined if the lock is gone again. */
function holderOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function isRunning(pid) {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
