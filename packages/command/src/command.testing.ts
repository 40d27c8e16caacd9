import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'
import { PROCESS_ENV } from '../../../tests/support/process-env.ts'

/** A command that runs. */
export interface Running {
  process: ChildProcess
  /** What it has written so far. */
  output(): string
  /** What of it went to the standard output. */
  data(): string
  /** Waits until it has written something. */
  wrote(text: string | RegExp): Promise<void>
  exitCode: Promise<number | null>
}

/** The commands, as the bootstrap knows them. */
const COMMANDS = {
  batch: { module: './main.ts', first: ['run'] },
  contactsheet: { module: './main.ts', first: [] },
  start: { module: '../../stack/src/commands/start.ts', first: [] },
}

/** Runs a command as the bootstrap does, on a data folder, with an emulator that answers at once unless told otherwise. */
export function runCommand(
  name: keyof typeof COMMANDS,
  dataDir: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Running {
  const { module, first } = COMMANDS[name]
  const entry = fileURLToPath(new URL(module, import.meta.url))
  const child = spawn(process.execPath, [entry, ...first, ...args], {
    env: {
      NODE_COMPILE_CACHE: PROCESS_ENV.NODE_COMPILE_CACHE,
      EMULATOR_LATENCY_MS: '1-2',
      EMULATOR_PICTURES: 'flat',
      ...env,
      DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let written = ''
  let data = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      written += text
      if (stream === child.stdout) data += text
    })
  const exitCode = once(child, 'close').then(([code]) => code)
  onTestFinished(async () => {
    child.kill()
    await exitCode
  })
  return {
    process: child,
    output: () => written,
    data: () => data,
    async wrote(text) {
      await vi.waitFor(
        () => {
          if (!(typeof text === 'string' ? written.includes(text) : text.test(written)))
            throw new Error(`Expected ${text} in:\n${written}`)
        },
        { timeout: 50_000, interval: 50 },
      )
    },
    exitCode,
  }
}

/** Processes of this machine that belong to a data folder: by their environment or their command line. */
export async function processesOf(dataDir: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async pid => {
      const [environment, command] = await Promise.all(
        ['environ', 'cmdline'].map(file => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      )
      return `${environment}${command}`.includes(dataDir) ? `${pid} ${command}` : ''
    }),
  )
  return found.filter(text => text !== '')
}
