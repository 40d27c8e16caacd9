import type { Command } from 'commander'
import { leafImageName } from '../files.ts'
import { columns } from '../run-batch.ts'
import { localTime } from '../show/format.ts'
import { report } from '../show/report.ts'
import { type ApiOptions, gathered, openApi, printJson, type Tools } from '../tools.ts'
import { type Does, withApiOptions } from './options.ts'

export function addShow(program: Command, tools: Tools, does: Does): void {
  withApiOptions(program.command('show <id>').description('Shows how a batch stands, leaf by leaf.')).action(
    does((id: string, options: ApiOptions) => show(tools, id, options)),
  )
}

async function show(tools: Tools, id: string, options: ApiOptions): Promise<number> {
  const client = await openApi(tools, options)
  const batch = await client.batch(id)
  const leaves = await gathered(client.leaves(id))
  if (options.json) printJson({ ...batch, leaves, nextCursor: undefined })
  else {
    const { name, state, createdAt } = batch
    const called = name === undefined ? '' : ` "${name}"`
    console.log(`Batch ${id}${called}, accepted ${localTime(createdAt)}: ${state}`)
    console.log(report({ batch, leaves, imageName: leafImageName }, columns()))
  }
  return 0
}
