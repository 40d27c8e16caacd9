import type { Batch } from '@contactsheet/client'
import type { Command } from 'commander'
import { type ApiOptions, callFor, openApi, printJson, type Tools } from '../tools.ts'
import { type Does, withApiOptions } from './options.ts'
import { watch } from './watch.ts'

interface RetryOptions extends ApiOptions {
  canceled?: true
  watch?: true
}

export function addControl(program: Command, tools: Tools, does: Does): void {
  withApiOptions(
    program
      .command('cancel <id>')
      .summary('Cancels what has not settled of a batch.')
      .description(
        'Cancels what has not settled of a batch. A call to a provider that is under way may still be charged.',
      ),
  ).action(does((id: string, options: ApiOptions) => cancel(tools, id, options)))

  withApiOptions(program.command('retry <id>').description('Runs the failed leaves of a batch again.'))
    .option('--canceled', 'its canceled leaves instead')
    .option('--watch', 'then follow it to its end')
    .action(does((id: string, options: RetryOptions) => retry(tools, id, options)))
}

async function cancel(tools: Tools, id: string, options: ApiOptions): Promise<number> {
  const client = await openApi(tools, options)
  tell(await client.cancel(id), options.json)
  return 0
}

async function retry(tools: Tools, id: string, options: RetryOptions): Promise<number> {
  const client = await openApi(tools, options)
  const batch = await (options.canceled ? client.finish(id) : client.retry(id))
  if (options.watch) return watch(tools, client, id, options.json)
  tell(batch, options.json)
  console.error(`To see its end: ${callFor(tools, 'watch', id, client.url)}`)
  return 0
}

function tell(batch: Batch, json: true | undefined): void {
  const { id, state, counts } = batch
  const { total, succeeded, failed, canceled } = counts
  if (json) printJson(batch)
  else
    console.log(
      `Batch ${id} is ${state}: of ${total} images ${succeeded} succeeded, ${failed} failed, ${canceled} canceled`,
    )
}
