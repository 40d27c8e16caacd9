import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { errorCode, isMissing } from './missing.ts'

/** A folder can vanish between its making and its use, when somebody deletes its last file. Not this often in a row. */
const MOVE_TRIES = 10

/** A temporary file this old was left by a process that died. */
const STALE_MS = 3_600_000

/**
 * Writes a file whole: first under a temporary name elsewhere on the same disk, flushed, then renamed. The file itself is
 * flushed and its folder is not: a power cut may lose the newest file but leaves no half one.
 *
 * @param incoming folder for the temporary file
 */
export async function writeWhole(incoming: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(incoming, { recursive: true })
  const temporary = join(incoming, randomUUID())
  try {
    await writeFile(temporary, bytes, { flush: true })
    await moveTo(path, temporary)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function moveTo(path: string, temporary: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await mkdir(dirname(path), { recursive: true })
      return await rename(temporary, path)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || tries === MOVE_TRIES) throw error
    }
  }
}

/** Removes a file if it is there, and the folders below the root that it leaves empty. */
export async function removeFile(root: string, path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!isMissing(error)) throw error
    return
  }
  await pruneEmpty(root, dirname(path))
}

async function pruneEmpty(root: string, folder: string): Promise<void> {
  try {
    for (let path = folder; relative(root, path) !== ''; path = dirname(path)) await rmdir(path)
  } catch (error) {
    // Not empty, or somebody else removed it: either way nothing is left to do.
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error))) throw error
  }
}

/** Removes the temporary files of processes that died. */
export async function sweep(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    try {
      if (Date.now() - (await stat(path)).mtimeMs > STALE_MS) await rm(path, { force: true })
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
}
