import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UnreadableText } from '@contactsheet/contract/text'
import { ConfigError } from '@contactsheet/runtime'
import { ChildError } from './child.ts'
import { readEnvFile } from './env-file.ts'
import { UnreachableError } from './reach.ts'
import { CommandError, UsageError } from './shell/index.ts'

/** Folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The file of variables at the top of the repository. */
export const ENV_FILE = join(ROOT, '.env')

/**
 * Adds what the repository's `.env` says to an environment. What the shell has set is stronger.
 *
 * @throws UsageError if it cannot be read
 */
export function applyEnvFile(env: Record<string, string | undefined>): void {
  try {
    for (const [name, value] of Object.entries(readEnvFile(ENV_FILE))) env[name] ??= value
  } catch (error) {
    if (error instanceof UnreadableText)
      throw new UsageError(`${ENV_FILE} ${error.message}. Save it as UTF-8.`)
    throw new UsageError(
      `${ENV_FILE} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** An error of what a whole system is made of, as a command tells it: in its own words, without a stack. */
export function explainHere(error: unknown): unknown {
  if (error instanceof ConfigError) return new UsageError(error.message, { cause: error })
  if (error instanceof ChildError || error instanceof UnreachableError)
    return new CommandError(error.message, { cause: error })
  return error
}
