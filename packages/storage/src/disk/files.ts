import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Durability } from '../object-store.ts'
import { errorCode, isMissing } from './missing.ts'

/** A folder can vanish between its making and its use, when somebody deletes its last file. Not this often in a row. */
const MOVE_TRIES = 10

/** A temporary file this old was left by a process that died. */
const STALE_MS = 3_600_000

/**
 * Writes a file whole: first under a temporary name elsewhere on the same disk, then renamed. What a power cut may take is
 * up to `durability`: the content is flushed before the file has its name, and the folder with the name in it after.
 *
 * @param incoming folder for the temporary file
 */
export async function writeWhole(
  incoming: string,
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  durability: Durability,
): Promise<void> {
  const temporary = join(incoming, randomUUID())
  const flush = durability !== 'none'
  try {
    await withFolder(incoming, () => writeFile(temporary, bytes, { flush }))
    await withFolder(dirname(path), () => rename(temporary, path))
    if (durability === 'full') await flushFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Does something in a folder, which is made only if it turns out to be missing: as a rule it is there. */
async function withFolder(folder: string, action: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await action()
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || tries === MOVE_TRIES) throw error
      await mkdir(folder, { recursive: true })
    }
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
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
