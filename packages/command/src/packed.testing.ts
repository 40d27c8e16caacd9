import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PROCESS_ENV } from '../../../tests/support/process-env.ts'

const run = promisify(execFile)
const PACKAGE = fileURLToPath(new URL('..', import.meta.url))

/** The packed command, installed in a folder that has nothing else. */
export interface Installed {
  /** Where it is called. */
  folder: string
  /** Calls it, and waits for its end. */
  call(args: string[], input?: string): Promise<Called>
  /** Calls it, without waiting. */
  start(args: string[]): { process: ChildProcess; called: Promise<Called> }
  remove(): Promise<void>
}

interface Called {
  exitCode: number | null
  /** Its standard output, which holds what was asked for. */
  data: string
  /** Its standard error. */
  talk: string
}

/** Packs the command and installs it with npm, which may reach nobody: all it needs is in the package. */
export async function installPacked(env: Record<string, string>): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-packed-'))
  const npmEnv = {
    ...process.env,
    PATH: dirname(process.execPath) + delimiter + PROCESS_ENV.PATH,
    npm_config_cache: join(folder, 'cache'),
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  }
  await run(process.execPath, [join(PACKAGE, 'build.ts')])
  // Built already: what npm calls before it packs looks for dependencies of development first.
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const { stdout } = await run('npm', pack, { cwd: PACKAGE, env: npmEnv })
  const [packed]: [{ filename: string }] = Object.values(JSON.parse(stdout)) as [{ filename: string }]
  const install = ['install', '--no-audit', '--no-fund', '--no-save', join(folder, packed.filename)]
  await run('npm', install, { cwd: folder, env: npmEnv })

  const start = (args: string[], input?: string) => {
    const child = spawn(join(folder, 'node_modules/.bin/contactsheet'), args, {
      cwd: folder,
      env: { PATH: npmEnv.PATH, HOME: folder, ...env },
      stdio: 'pipe',
    })
    child.stdin.end(input)
    const called: Called = { exitCode: null, data: '', talk: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      called.data += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      called.talk += text
    })
    return {
      process: child,
      called: once(child, 'close').then(([exitCode]) => ({ ...called, exitCode })),
    }
  }
  return {
    folder,
    start,
    call: (args, input) => start(args, input).called,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
