import { opendir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isSegment } from '../key.ts'
import { isMissing } from './missing.ts'

/** Entries of a directory that are read at once where the first are left out. */
const AT_ONCE = 1_024

/** The keys wanted of a walk. */
export interface Wanted {
  prefix: string
  after: string
}

/**
 * Keys of the files below a folder, ascending: the order in which S3 lists them. That is not the order of directory
 * entries, since S3 sorts whole keys: `a-b` comes before `a/b` though `a` comes before `a-b`. So a directory takes the
 * place of its name with the slash.
 *
 * @param root path of the bucket
 * @param folder key prefix, empty or ending with a slash
 */
export async function* walk(root: string, folder: string, wanted: Wanted): AsyncGenerator<string> {
  const { after } = wanted
  const behind = after.startsWith(folder) ? after.slice(folder.length) : ''
  for (const name of await entriesOf(join(root, folder), behind)) {
    const key = folder + name
    if (name.endsWith('/')) {
      if (mayHold(key, wanted)) yield* walk(root, key, wanted)
    } else if (key > after && key.startsWith(wanted.prefix)) yield key
  }
}

/**
 * Names in a directory, ascending, those of directories with a slash at the end. Whatever could not be the segment of a
 * key is somebody else's and left out; so are links, which could lead out of the bucket.
 *
 * @param behind part of a key: what is before it is left out first, which in a directory of many thousands saves the most
 */
export async function entriesOf(path: string, behind: string): Promise<string[]> {
  try {
    const names: string[] = []
    for await (const entry of await openFolder(path, behind)) {
      const name = entry.isDirectory() ? `${entry.name}/` : entry.name
      if (name < behind && !behind.startsWith(name)) continue
      if (isSegment(entry.name) && (entry.isFile() || entry.isDirectory())) names.push(name)
    }
    return names.sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/**
 * The entries of a directory, piece by piece where the first are left out: of 100,000 that keeps everything else waiting for 4
 * milliseconds instead of 45, and takes 27 MB less. A small one is read in a fifth of the time all at once.
 */
function openFolder(path: string, behind: string) {
  return behind === '' ? readdir(path, { withFileTypes: true }) : opendir(path, { bufferSize: AT_ONCE })
}

/** Whether a wanted key can start with this folder, which ends with a slash. */
function mayHold(folder: string, { prefix, after }: Wanted): boolean {
  const inPrefix = folder.startsWith(prefix) || prefix.startsWith(folder)
  return inPrefix && (folder > after || after.startsWith(folder))
}
