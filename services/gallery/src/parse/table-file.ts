import { fillVariables, variablesOf } from '@contactsheet/contract/text'
import {
  decodeTable,
  describeProblem,
  type FieldOf,
  fieldOf as ownFieldOf,
  type ParsedTable,
  parseTable,
  type TableOptions,
  type TableProblem,
} from '@contactsheet/table'
import type { FromFile } from './from-file.ts'
import { NoBatch } from './no-batch.ts'
import type { ColumnUse, TableSource } from './table-source.ts'
import { usualFieldOf } from './usual-names.ts'

/** As many as a batch can have prompts, and as large as any other file. */
const LIMITS = { maxRows: 10_000, maxBytes: 16 * 1024 * 1024 }

/** Characters of one prompt with its variables: more than any deployment allows. */
const MOST_CHARACTERS = 100_000

/** Problems that are told of one by one. The rest are counted. */
const MOST_TOLD = 5

/**
 * The prompts in a table, with what stands beside them. Where nothing does, each is one line.
 *
 * @param uses what its columns are to be taken for, by their names; the rest by what they are called
 * @throws NoBatch
 */
export function readTableFile(
  name: string,
  content: Uint8Array | string,
  format: TableOptions['format'],
  uses: Readonly<Record<string, ColumnUse>> = {},
): Pick<FromFile, 'prompts' | 'lines' | 'source'> {
  const plain = parseTable(content, { ...LIMITS, format })
  const names = plain.header.length > 0 ? plain.header : plain.columns.map(column => column.name)
  const text = () => (typeof content === 'string' ? content : decodeTable(content).text)
  if (names.length < 2) return fromRows(name, plain)
  const usual = usualFieldOf(ownFieldOf, names, text())
  const fieldOf: FieldOf = name => {
    const use = Object.hasOwn(uses, name) ? uses[name] : undefined
    return use === undefined ? usual(name) : use === 'variable' ? undefined : use
  }
  const table = parseTable(content, { ...LIMITS, format, fieldOf })
  const columns = table.columns.map(({ name, field }) => ({ name, use: field ?? ('variable' as const) }))
  const source: TableSource = { text: text(), format, columns }
  // Without prompts there is nothing wrong with the table but that nobody has said which they are.
  const isUntold = columns.length === 0 && table.problems.length === 1
  const untold = names.map(name => ({ name, use: 'variable' as const }))
  return fromRows(name, table, source, isUntold ? { ...source, columns: untold } : undefined)
}

/** @param open what may be told of the table for it to be read after all */
function fromRows(
  name: string,
  { rows, columns, problems }: ParsedTable,
  source?: TableSource,
  open?: TableSource,
): Pick<FromFile, 'prompts' | 'lines' | 'source'> {
  const filled = rows.map(({ line, item }) => {
    const { text, problems } = fillVariables(item.prompt, variablesOf(item), MOST_CHARACTERS)
    return { prompt: text, problems: problems.map(message => ({ line, column: 'prompt', message })) }
  })
  const all = [...problems, ...filled.flatMap(({ problems }) => problems)]
  if (all.length > 0) throw new NoBatch(sentence(name, all), open && { name, source: open })
  if (columns.length < 2) return { prompts: filled.map(({ prompt }) => prompt.replace(/\s+/g, ' ').trim()) }
  const lines = rows.map(({ line }) => line)
  return { prompts: rows.map(({ item }) => item), lines, ...(source && { source }) }
}

function sentence(name: string, problems: TableProblem[]): string {
  const [first, ...rest] = problems.slice(0, MOST_TOLD).map(describeProblem)
  const more = problems.length > MOST_TOLD ? `; and ${problems.length - MOST_TOLD} more` : ''
  const joint = problems[0]?.line === undefined ? ' ' : ', '
  return `${name}${joint}${[first, ...rest].join('; ')}${more}.`
}
