import { createHash } from 'node:crypto'
import { access, constants, lchown, lstat, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Account, accountForPostgres } from './account.ts'
import { copyInstallation, findInstallation, reachableByAll } from './installation.ts'

/** Where PostgreSQL keeps its data and what runs it. */
export interface Site {
  /** Folder of ours. Everything in it may be thrown away. */
  folder: string
  /** PostgreSQL's `bin`, `lib` and `share`. */
  installation: string
  /** Account to run as; our own if undefined. */
  account: Account | undefined
}

/**
 * Decides where PostgreSQL runs. As root it has to run under another account, which cannot get through a folder such
 * as `/root`: what lies behind one moves to the folder for temporary files, the programs as a copy.
 *
 * @param wanted folder for the data
 */
export async function findSite(wanted: string): Promise<Site> {
  const folder = resolve(wanted)
  const installation = await findInstallation()
  const account = await accountForPostgres()
  if (account === undefined) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).catch(() => {
      throw new Error(`${folder} belongs to another user. Remove it, which loses nothing, or set DATA_DIR.`)
    })
    return { folder, installation, account }
  }
  await mkdir(folder, { recursive: true })
  const site = { folder, installation, account }
  if (!(await reachableByAll(folder))) site.folder = substitute('queue', folder)
  await own(site.folder, account)
  if (!(await reachableByAll(join(installation, 'bin', 'postgres')))) {
    site.installation = substitute('postgresql', installation)
    await copyInstallation(installation, site.installation, account)
  }
  return site
}

function substitute(purpose: string, path: string): string {
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 12)
  return join(tmpdir(), `contactsheet-${purpose}-${hash}`)
}

/** Makes a folder the account's. One that somebody else put there, in the folder for temporary files, is removed. */
async function own(folder: string, account: Account): Promise<void> {
  const found = await lstat(folder).catch(() => undefined)
  if (found !== undefined && !(found.isDirectory() && [0, account.uid].includes(found.uid)))
    await rm(folder, { recursive: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await lchown(folder, account.uid, account.gid)
}
