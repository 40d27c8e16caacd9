import type { BatchFilter, BatchSummary } from '@contactsheet/client'
import { UsageError } from '@contactsheet/stack/shell'
import type { Command } from 'commander'
import { localTime, shorten, usd } from '../show/format.ts'
import { drawTable, numbers } from '../show/table.ts'
import { type ApiOptions, gathered, openApi, printJson, type Tools } from '../tools.ts'
import { type Does, withApiOptions } from './options.ts'

interface LsOptions extends ApiOptions {
  limit: string
  state?: NonNullable<BatchFilter['state']>
  tag?: string
  search?: string
}

export function addLs(program: Command, tools: Tools, does: Does): void {
  withApiOptions(program.command('ls').description('Lists batches, newest first.'))
    .option('--limit <number>', 'how many at most', '20')
    .option('--state <state>', 'in this state alone')
    .option('--tag <tag>', 'with this tag alone')
    .option('--search <text>', 'with this in the name, a tag or a prompt')
    .action(does((options: LsOptions) => ls(tools, options)))
}

async function ls(tools: Tools, options: LsOptions): Promise<number> {
  const { limit, state, tag, search, json } = options
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new UsageError(`--limit ${limit} is no number of batches`)
  const most = Number(limit)
  const client = await openApi(tools, options)
  const filter: BatchFilter = {
    limit: Math.min(most, 100),
    ...(state === undefined ? {} : { state }),
    ...(tag === undefined ? {} : { tag }),
    ...(search === undefined ? {} : { q: search }),
  }
  const batches = await gathered(client.batches(filter), most)
  if (json) printJson({ batches })
  else console.log(drawTable(COLUMNS, batches.map(rowOf)))
  return 0
}

const COLUMNS = ['id', 'accepted', 'state', numbers('images'), numbers('failed'), numbers('cost'), 'batch']

function rowOf({ id, createdAt, state, counts, costUsd, name, prompts, damaged }: BatchSummary) {
  return [
    id,
    localTime(createdAt),
    state,
    `${counts.succeeded}/${counts.total}`,
    counts.failed,
    costUsd == null ? '' : usd(costUsd),
    shorten(damaged ?? name ?? prompts[0] ?? '', 40),
  ]
}
