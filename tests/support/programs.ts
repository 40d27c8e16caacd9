import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A program that tests need and npm does not bring. */
export interface Program {
  title: string
  /** What it may be called on the PATH, best first. */
  names: readonly string[]
  /** Debian's packages of it, best first. */
  packages: readonly string[]
  /** Variable that may hold the path of it. */
  pathVariable?: string
  /** What helps where it cannot be installed, for people. */
  instead: string
}

export const REDIS: Program = {
  title: 'Redis',
  names: ['redis-server', 'valkey-server'],
  packages: ['redis-server'],
  instead: 'set REDIS_URL',
}

export const CHROMIUM: Program = {
  title: 'Chromium',
  // The shell is the same engine without windows of its own, for two thirds of the processor time.
  names: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  packages: ['chromium-headless-shell', 'chromium'],
  pathVariable: 'CHROMIUM_PATH',
  instead: 'set CHROMIUM_PATH to a Chromium or Chrome',
}

export const PROMTOOL: Program = {
  title: 'promtool',
  names: ['promtool'],
  packages: ['prometheus'],
  pathVariable: 'PROMTOOL_PATH',
  instead: 'set PROMTOOL_PATH',
}

/**
 * Path of a program, which is installed first on a Debian where it is missing and we are root.
 *
 * @returns undefined if it is not to be had; `remedy` says what helps
 */
export async function obtainProgram(program: Program): Promise<string | undefined> {
  const found = findProgram(program)
  if (found !== undefined || pathOf(program) !== undefined || process.getuid?.() !== 0) return found
  for (const name of program.packages) {
    process.stderr.write(`Installing ${program.title} (apt-get install ${name})…\n`)
    if (await install(name)) return findProgram(program)
  }
  return undefined
}

/** Path of a program on this machine; undefined if it has none. */
export function findProgram(program: Program): string | undefined {
  const path = pathOf(program)
  if (path !== undefined) return isExecutable(path) ? path : undefined
  const folders = (process.env.PATH ?? '').split(delimiter)
  return program.names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable)
}

/** What to do on a machine without a program, for people. */
export function remedy(program: Program): string {
  return `install it (apt-get install ${program.packages.at(-1)}) or ${program.instead}`
}

/** Where the environment says that a program is. */
function pathOf({ pathVariable }: Program): string | undefined {
  return pathVariable === undefined ? undefined : process.env[pathVariable] || undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function install(name: string): Promise<boolean> {
  const command = ['install', '-y', '--no-install-recommends', name]
  // A fresh machine has no lists of packages yet.
  return (await apt(command)) || ((await apt(['update'])) && (await apt(command)))
}

/** Waits for another apt-get, of a test file that misses the same, to finish. */
function apt(command: string[]): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...command], { env, maxBuffer: 2 ** 26 }).then(
    () => true,
    () => false,
  )
}
