import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { lchown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Site } from './site.ts'

/** What PostgreSQL keeps its data in, as it was when new. */
export interface Cluster {
  folder: string
  password: string
}

/** The one database user. */
export const USER = 'queue'

/** All that PostgreSQL's programs see of the environment: messages are to be in English. */
export const ENVIRONMENT = { LC_ALL: 'C' }

/**
 * A new, empty cluster. What an earlier run left is removed: the queue is disposable, and so whatever state it was in
 * does not matter. Making one takes ten times as long as copying it, so one is made once and kept as a template.
 */
export async function freshCluster(site: Site, signal: AbortSignal): Promise<Cluster> {
  const template = join(site.folder, 'template')
  const folder = join(site.folder, 'cluster')
  await rm(folder, { recursive: true, force: true })
  if ((await stat(template).catch(() => undefined)) === undefined) await makeTemplate(site, template, signal)
  await run('cp', ['-R', join(template, 'data'), folder], site, signal)
  return { folder, password: await readFile(join(template, 'password'), 'utf8') }
}

async function makeTemplate(site: Site, template: string, signal: AbortSignal): Promise<void> {
  const partial = `${template}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { mode: 0o700 })
  const password = join(partial, 'password')
  await writeFile(password, randomBytes(16).toString('hex'), { mode: 0o600 })
  if (site.account !== undefined)
    for (const path of [partial, password]) await lchown(path, site.account.uid, site.account.gid)
  await run(
    join(site.installation, 'bin', 'initdb'),
    [
      `--pgdata=${join(partial, 'data')}`,
      `--username=${USER}`,
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      '--locale=C',
      '--encoding=UTF8',
      '--no-sync',
      '--no-instructions',
    ],
    site,
    signal,
  )
  await rename(partial, template)
}

/** Runs a program to its end as the site's account. */
function run(program: string, args: string[], site: Site, signal: AbortSignal): Promise<void> {
  const child = spawn(program, args, {
    ...site.account,
    cwd: site.folder,
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  child.on('error', error => {
    errors += error.message
  })
  return new Promise((resolve, reject) => {
    child.on('close', code =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with code ${code}: ${errors.trim()}`)),
    )
  })
}
