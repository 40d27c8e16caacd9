import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const START = fileURLToPath(import.meta.resolve('../packages/stack/src/commands/start.ts'))

/**
 * Runs something against a whole system of its own, which is gone afterwards with all it holds.
 *
 * @param env added to the environment of the system
 * @param act is given its address
 */
export async function withOwnSystem(
  env: Readonly<Record<string, string>>,
  act: (url: string) => Promise<void>,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'contactsheet-own-'))
  const system = spawn(process.execPath, [START], {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise(resolve => system.once('exit', resolve))
  try {
    await act(await addressOf(system.stdout))
  } finally {
    system.kill()
    await ended
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** The address of the system, once it says it. */
async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  let said = ''
  for await (const text of output.setEncoding('utf8')) {
    said += text
    const url = /runs at (\S+)/.exec(said)?.[1]
    if (url !== undefined) return url
  }
  throw new Error(`The system ended before it ran: ${said}`)
}
