import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A user of this machine. */
export interface Account {
  uid: number
  gid: number
}

/**
 * The account PostgreSQL runs under, where that cannot be our own: it refuses to run as root. `nobody` is on every
 * machine, so nothing has to be added to one.
 */
export async function accountForPostgres(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async flag => Number((await run('id', [flag, 'nobody'])).stdout)),
  )
  if (!uid || !gid)
    throw new Error(
      'PostgreSQL does not run as root, and this machine has no user "nobody" to run it as. Use another user, or set QUEUE_URL.',
    )
  return { uid, gid }
}
