import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import getPort from 'get-port'
import { type Cluster, ENVIRONMENT, freshCluster, USER } from './cluster.ts'
import { stopLeftover } from './leftover.ts'
import { findSite, type Site } from './site.ts'

/** A PostgreSQL server that runs. */
export interface Postgres {
  url: string
  /** Settles when the server has ended, whoever ended it. */
  ended: Promise<unknown>
  /** Lets clients finish for a moment, then stops the server. */
  stop(): Promise<void>
}

/** How long clients may stay connected once the server was told to stop. */
const FAREWELL_MS = 2_000

const READY = 'ready to accept connections'

/** For a queue that can be lost at any time and runs on one machine: no waiting for the disk, little memory. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  // A commit reaches the operating system before it is answered, so that a crash of the server alone loses none: a leaf
  // whose start is lost would run a second time beside the first.
  synchronous_commit: 'on',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '32MB',
  max_connections: '200',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
}

/**
 * Starts PostgreSQL on a fresh cluster and a free port of this machine. If what an earlier run left behind is in the
 * way, everything is made anew.
 *
 * @param wanted folder for its data
 * @param signal ends a start that is under way
 * @param log receives what the server writes
 */
export async function startPostgres(
  wanted: string,
  signal: AbortSignal,
  log: (text: string) => void,
): Promise<Postgres> {
  const site = await findSite(wanted)
  await stopLeftover(join(site.folder, 'cluster'))
  try {
    return await serve(site, await freshCluster(site, signal), signal, log)
  } catch (error) {
    if (signal.aborted) throw error
    log(`Starting again from nothing after: ${error instanceof Error ? error.message : String(error)}\n`)
    await rm(join(site.folder, 'template'), { recursive: true, force: true })
    return serve(site, await freshCluster(site, signal), signal, log)
  }
}

async function serve(
  site: Site,
  cluster: Cluster,
  signal: AbortSignal,
  log: (text: string) => void,
): Promise<Postgres> {
  const port = await getPort({ host: '127.0.0.1' })
  signal.throwIfAborted()
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(
    join(site.installation, 'bin', 'postgres'),
    ['-D', cluster.folder, '-p', String(port), ...settings],
    { ...site.account, cwd: site.folder, env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = once(server, 'exit')
  const stop = () => stopServer(server, ended)
  signal.addEventListener('abort', stop, { once: true })
  await new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log(text)
      if (text.includes(READY)) resolve()
    })
    server.on('error', reject)
    server.on('exit', code => reject(new Error(`PostgreSQL ended with code ${code} before it was ready`)))
  })
  return { url: `postgres://${USER}:${cluster.password}@127.0.0.1:${port}/postgres`, ended, stop }
}

async function stopServer(server: ChildProcess, ended: Promise<unknown>): Promise<void> {
  server.kill('SIGTERM')
  const force = setTimeout(() => server.kill('SIGQUIT'), FAREWELL_MS)
  await ended
  clearTimeout(force)
}
