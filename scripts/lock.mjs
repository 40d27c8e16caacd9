import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 100

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
  // Unlike a process id, never used again.
  const holder = `${process.pid}-${randomUUID()}`
  for (let told = false; !take(file, holder); ) {
    const other = holderOf(file)
    if (!told && isRunning(other)) {
      onWait(pidOf(other))
      told = true
    }
    await sleep(POLL_MS)
  }
  try {
    return await work()
  } finally {
    if (holderOf(file) === holder) rmSync(file)
  }
}

/**
 * Takes a lock that is free or whose holder is gone. The lock of one that is gone is not removed but replaced: two
 * processes that see it would both remove it, the second one the fresh lock of the first. Which of them may replace it
 * is decided by another lock, named after who is gone, and taken in the same way if its holder is gone too.
 */
function take(file, holder) {
  if (create(file, holder)) return true
  const gone = holderOf(file)
  if (gone === undefined || isRunning(gone)) return false
  const succession = `${file}.after-${gone}`
  if (!take(succession, holder)) return false
  try {
    // Another process may have replaced it, and given up the right to, since we looked.
    if (holderOf(file) !== gone) return false
    renameSync(writeAside(file, holder), file)
    return true
  } finally {
    rmSync(succession)
  }
}

/** Makes a lock; false if there is one. */
function create(file, holder) {
  const aside = writeAside(file, holder)
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside)
  }
}

/** Locks are written aside and then given their name, so that nobody ever sees one without its holder. */
function writeAside(file, holder) {
  const aside = `${file}.${holder}`
  writeFileSync(aside, holder)
  return aside
}

/** Undefined if the lock is gone again. */
function holderOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function pidOf(holder) {
  return Number.parseInt(holder, 10)
}

/** Whether there is such a holder and its process runs. Under this process's id, it is one of before. */
function isRunning(holder) {
  const pid = pidOf(holder)
  if (Number.isNaN(pid) || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
