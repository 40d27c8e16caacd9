import { type Invocation, UsageError } from '@contactsheet/stack/shell'
import { Command, CommanderError } from 'commander'
import { explain } from './api.ts'
import { addControl } from './commands/control.ts'
import { addDoctor } from './commands/doctor.ts'
import { addDownload } from './commands/download.ts'
import { addLs } from './commands/ls.ts'
import type { Does } from './commands/options.ts'
import { addPick } from './commands/pick.ts'
import { addRun } from './commands/run.ts'
import { addShow } from './commands/show.ts'
import { addUsage } from './commands/usage.ts'
import { addWatch } from './commands/watch.ts'
import type { Repository } from './here.ts'
import manifest from './package.json' with { type: 'json' }
import { giveToken } from './tools.ts'

const HELP = `
What was asked for goes to the standard output, all talk to the standard error.

Exit codes:
  0    all went well; of run and watch: every image succeeded
  1    not every image succeeded, or something failed; of doctor: a fault
  2    a mistake in the call, its file or the configuration
  130  Ctrl-C; after other signals as the shell has it

CONTACTSHEET_URL and CONTACTSHEET_TOKEN stand for --url and --token.`

/**
 * Runs the command.
 *
 * @param called what a person types for it
 * @param repository that it runs in; undefined for a packed one
 * @returns the exit code
 * @throws UsageError, CommandError for what a person is to be told
 */
export async function contactsheet(
  invocation: Invocation,
  called: string,
  repository: Repository | undefined,
): Promise<number> {
  let exitCode = 0
  const does: Does =
    act =>
    async (...args) => {
      exitCode = await act(...args)
    }
  const program = new Command(called)
    .description('Runs batches of images at a Contactsheet API, and looks after them.')
    .version(manifest.version)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .addHelpText('after', HELP)
  const tools = { invocation, called, repository }
  for (const add of [addRun, addLs, addShow, addWatch, addControl, addDownload, addPick, addUsage, addDoctor])
    add(program, tools, does)
  try {
    await program.parseAsync(invocation.args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return faultOfCall(error, called)
    throw explain(error, giveToken(tools))
  }
}

/** Help and version are no fault. */
function faultOfCall({ message, exitCode, code }: CommanderError, called: string): number {
  if (exitCode === 0) return 0
  if (code === 'commander.help') return 2
  throw new UsageError(`${message.replace(/^error: /, '').replaceAll('\n', ' ')}. See ${called} --help`)
}
