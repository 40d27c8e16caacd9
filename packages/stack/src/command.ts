import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UnreadableText } from '@contactsheet/contract/text'
import { ConfigError, type Env } from '@contactsheet/runtime'
import { ChildError } from './child.ts'
import { readEnvFile } from './env-file.ts'
import { Interrupted, type Interruption, listenForInterruption } from './interruption.ts'
import { UnreachableError } from './reach.ts'

/** Folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** What a command is given. */
export interface Invocation {
  args: string[]
  env: Env
  /** Folder the person was in. */
  folder: string
  interruption: Interruption
}

/** The command was called wrongly, or with something it cannot use. The message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command could not do what it was asked to. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/**
 * Runs a command and ends the process: with the exit code the command returns; 2 for usage, input or configuration at
 * fault; 1 for anything else that went wrong; and as the shell has it when it was interrupted.
 */
export async function runCommand(command: (invocation: Invocation) => Promise<number>): Promise<never> {
  const interruption = listenForInterruption()
  try {
    applyEnvFile(join(ROOT, '.env'))
    const { env } = process
    const folder = env.INIT_CWD ?? process.cwd()
    process.exit(await command({ args: process.argv.slice(2), env, folder, interruption }))
  } catch (error) {
    if (error instanceof Interrupted) process.exit(error.exitCode)
    process.stderr.write(`${describe(error)}\n`)
    process.exit(error instanceof UsageError || error instanceof ConfigError ? 2 : 1)
  }
}

/** What the shell has set is stronger. */
function applyEnvFile(file: string): void {
  try {
    for (const [name, value] of Object.entries(readEnvFile(file))) process.env[name] ??= value
  } catch (error) {
    if (error instanceof UnreadableText) throw new UsageError(`${file} ${error.message}. Save it as UTF-8.`)
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const expected = [UsageError, CommandError, ConfigError, ChildError, UnreachableError]
  return expected.some(type => error instanceof type) ? error.message : (error.stack ?? error.message)
}
