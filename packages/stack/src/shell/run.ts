import { CommandError, UsageError } from './errors.ts'
import { Interrupted, type Interruption, listenForInterruption } from './interruption.ts'

/** What a command is given. */
export interface Invocation {
  args: string[]
  env: Readonly<Record<string, string | undefined>>
  /** Folder the person was in. */
  folder: string
  interruption: Interruption
}

/**
 * Runs a command and ends the process: with the exit code the command returns; 2 for usage, input or configuration at
 * fault; 1 for anything else that went wrong; and as the shell has it when it was interrupted.
 *
 * @param before runs first, and may set variables of the environment
 */
export async function runCommand(
  command: (invocation: Invocation) => Promise<number>,
  before: (env: Record<string, string | undefined>) => void = () => {},
): Promise<never> {
  const interruption = listenForInterruption()
  process.stdout.on('error', endWithReader)
  try {
    before(process.env)
    const { env } = process
    const folder = env.INIT_CWD ?? process.cwd()
    process.exit(await command({ args: process.argv.slice(2), env, folder, interruption }))
  } catch (error) {
    if (error instanceof Interrupted) process.exit(error.exitCode)
    process.stderr.write(`${describe(error)}\n`)
    process.exit(error instanceof UsageError ? 2 : 1)
  }
}

/** Whoever read the output has had enough of it, as `head` does. */
function endWithReader(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
  process.exit(0)
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isExpected = error instanceof UsageError || error instanceof CommandError
  return isExpected ? error.message : (error.stack ?? error.message)
}
