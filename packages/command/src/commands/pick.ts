import type { PickChange } from '@contactsheet/client'
import { UsageError } from '@contactsheet/stack/shell'
import type { Command } from 'commander'
import { type ApiOptions, openApi, printJson, type Tools } from '../tools.ts'
import { type Does, withApiOptions } from './options.ts'

interface PickOptions extends ApiOptions {
  reject?: true
  clear?: true
}

/** Picks that the API takes at once. */
const MOST_PICKS = 1_000

export function addPick(program: Command, tools: Tools, does: Does): void {
  withApiOptions(
    program.command('pick <id> <leaf...>').description('Picks leaves of a batch, as in 0000-01 0002-00.'),
  )
    .option('--reject', 'reject them instead')
    .option('--clear', 'take back what was said of them')
    .action(does((id: string, leaves: string[], options: PickOptions) => pick(tools, id, leaves, options)))
}

async function pick(tools: Tools, id: string, leaves: string[], options: PickOptions): Promise<number> {
  const { reject, clear, json } = options
  if (reject && clear) throw new UsageError('Either --reject or --clear')
  if (leaves.length > MOST_PICKS) throw new UsageError(`At most ${MOST_PICKS} leaves at a time`)
  const said = clear ? null : reject ? 'rejected' : 'picked'
  const client = await openApi(tools, options)
  const picks = leaves.map((leafId): PickChange => ({ leafId, pick: said }))
  const counts = await client.pick(id, picks)
  if (json) printJson(counts)
  else console.log(`Of batch ${id} ${counts.picked} picked, ${counts.rejected} rejected`)
  return 0
}
