import type { Usage, UsageQuery } from '@contactsheet/client'
import { type Command, Option } from 'commander'
import { usd } from '../show/format.ts'
import { drawTable, numbers } from '../show/table.ts'
import { type ApiOptions, openApi, printJson, type Tools } from '../tools.ts'
import { type Does, withApiOptions } from './options.ts'

interface UsageOptions extends ApiOptions {
  by: NonNullable<UsageQuery['by']>
  from?: string
  to?: string
}

export function addUsage(program: Command, tools: Tools, does: Does): void {
  withApiOptions(program.command('usage').description('Adds up what settled batches came to.'))
    .addOption(
      new Option('--by <what>', 'a row for each').choices(['token', 'model', 'day']).default('token'),
    )
    .option('--from <day>', 'first day, as in 2026-11-01; if not given, that of the month')
    .option('--to <day>', 'last day; if not given, today')
    .action(does((options: UsageOptions) => usage(tools, options)))
}

async function usage(tools: Tools, options: UsageOptions): Promise<number> {
  const { by, from, to, json } = options
  const client = await openApi(tools, options)
  const told = await client.usage({
    by,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  })
  if (json) printJson(told)
  else console.log(tableOf(by, told))
  return 0
}

type Row = Usage['rows'][number]

function tableOf(by: string, { from, to, rows, total }: Usage): string {
  const hasBudgets = rows.some(row => row.budget !== undefined)
  const figures = [
    'batches',
    'images',
    'cost',
    'at risk',
    ...(hasBudgets ? ['left today', 'left this month'] : []),
  ]
  const line = (name: string, sums: Usage['total'], budget?: Row['budget']) => [
    name,
    sums.batches,
    sums.images,
    usd(sums.costUsd),
    sums.atRiskUsd === 0 ? '' : usd(sums.atRiskUsd),
    ...(hasBudgets ? [left(budget?.day), left(budget?.month)] : []),
  ]
  const lines = [
    ...rows.map(({ name = '(none)', budget, ...sums }) => line(name, sums, budget)),
    line('total', total),
  ]
  return `${from} to ${to}\n\n${drawTable([by, ...figures.map(numbers)], lines)}`
}

function left(period: { leftUsd: number } | undefined): string {
  return period === undefined ? '' : usd(period.leftUsd)
}
