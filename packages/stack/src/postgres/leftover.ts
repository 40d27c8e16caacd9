import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** How long a server may take to end after SIGQUIT, which it obeys at once. */
const TIMEOUT_MS = 5_000

/** Stops a server that still runs on a cluster because whoever started it was killed. */
export async function stopLeftover(cluster: string): Promise<void> {
  const lines = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(lines, 10)
  // The number may have gone to another process since: only one that names this cluster is ours.
  if (!Number.isInteger(pid) || !(await commandOf(pid)).includes(cluster)) return
  process.kill(pid, 'SIGQUIT')
  for (let waited = 0; waited < TIMEOUT_MS; waited += 50) {
    if (!(await commandOf(pid)).includes(cluster)) return
    await sleep(50)
  }
  process.kill(pid, 'SIGKILL')
}

/** Command line of a process; empty if there is none. */
async function commandOf(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    const answer = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(
      () => undefined,
    )
    return answer?.stdout ?? ''
  }
}
