import { UsageError } from '@contactsheet/stack/shell'
import type { Command } from 'commander'
import { examineApi } from '../doctor/api.ts'
import type { Check } from '../doctor/check.ts'
import { examineNode } from '../doctor/machine.ts'
import { tellChecks } from '../doctor/tell.ts'
import { type ApiOptions, addressIn, giveToken, NO_ADDRESS, type Tools, tokenIn } from '../tools.ts'
import { type Does, withApiOptions } from './options.ts'

const HELP = `
With an address it asks that API: is it there, does it take the token, are its
store and queue ready, what can it make. In the repository and without one, it
reads the configuration as the services do and tries everything in it: each
variable, keys, store, queue, fonts, clock, versions, disk.

A line for each check: ok, warning or fault, what was found, and what to set.
Exit code 1 if anything is at fault.`

/** The oldest Node that a packed command runs on. */
const LEAST_NODE = '20.3.0'

export function addDoctor(program: Command, tools: Tools, does: Does): void {
  withApiOptions(program.command('doctor').description('Finds out what is wrong, and says what to set.'))
    .addHelpText('after', HELP)
    .action(does((options: ApiOptions) => tellChecks(checksOf(tools, options), options.json)))
}

async function* checksOf(tools: Tools, options: ApiOptions): AsyncGenerator<Check> {
  const { invocation, repository } = tools
  const address = addressIn(invocation, options)
  if (address === undefined) {
    if (repository === undefined) throw new UsageError(NO_ADDRESS)
    yield* repository.examine(invocation)
    return
  }
  if (repository === undefined) yield examineNode(LEAST_NODE)
  yield* examineApi({
    url: address,
    // Configuration at fault has no token to give.
    token: tokenIn(invocation, options, await repository?.open(invocation).catch(() => undefined)),
    tokens: giveToken(tools),
    signal: invocation.interruption.stop,
  })
}
