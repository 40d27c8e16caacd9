import type { Client } from '@contactsheet/client'
import type { Command } from 'commander'
import { leafImageName } from '../files.ts'
import { columns, exitCodeOf, interrupted } from '../run-batch.ts'
import { report } from '../show/report.ts'
import { seeToTheEnd } from '../sight.ts'
import { type ApiOptions, gathered, openApi, printJson, type Tools } from '../tools.ts'
import { type Does, withApiOptions } from './options.ts'

export function addWatch(program: Command, tools: Tools, does: Does): void {
  const command = program
    .command('watch <id>')
    .description('Follows a batch to its end, and tells how it went.')
  withApiOptions(command).action(
    does(async (id: string, options: ApiOptions) =>
      watch(tools, await openApi(tools, options), id, options.json),
    ),
  )
}

/** Exit code 0 if every image succeeded. */
export async function watch(
  tools: Tools,
  client: Client,
  id: string,
  json: true | undefined,
): Promise<number> {
  const { stop } = tools.invocation.interruption
  const batch = await seeToTheEnd(client, id, stop, () => interrupted(tools, id, client.url, 'elsewhere'))
  const leaves = await gathered(client.leaves(id))
  if (json) printJson({ ...batch, leaves, nextCursor: undefined })
  else console.log(report({ batch, leaves, imageName: leafImageName }, columns()))
  return exitCodeOf(batch)
}
