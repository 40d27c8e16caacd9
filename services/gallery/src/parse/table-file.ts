import { fillVariables, variablesOf } from '@contactsheet/contract/text'
import { describeProblem, parseTable, type TableOptions, type TableProblem } from '@contactsheet/table'
import type { FromFile } from './from-file.ts'
import { NoBatch } from './no-batch.ts'

/** As many as a batch can have prompts, and as large as any other file. */
const LIMITS = { maxRows: 10_000, maxBytes: 16 * 1024 * 1024 }

/** Characters of one prompt with its variables: more than any deployment allows. */
const MOST_CHARACTERS = 100_000

/** Problems that are told of one by one. The rest are counted. */
const MOST_TOLD = 5

/**
 * The prompts in a table, with what stands beside them. Where nothing does, each is one line.
 *
 * @throws NoBatch
 */
export function readTableFile(
  name: string,
  bytes: Uint8Array,
  format: TableOptions['format'],
): Pick<FromFile, 'prompts' | 'lines'> {
  const { rows, columns, problems } = parseTable(bytes, { ...LIMITS, format })
  const filled = rows.map(({ line, item }) => {
    const { text, problems } = fillVariables(item.prompt, variablesOf(item), MOST_CHARACTERS)
    return { prompt: text, problems: problems.map(message => ({ line, column: 'prompt', message })) }
  })
  const all = [...problems, ...filled.flatMap(({ problems }) => problems)]
  if (all.length > 0) throw new NoBatch(sentence(name, all))
  if (columns.length < 2) return { prompts: filled.map(({ prompt }) => prompt.replace(/\s+/g, ' ').trim()) }
  return { prompts: rows.map(({ item }) => item), lines: rows.map(({ line }) => line) }
}

function sentence(name: string, problems: TableProblem[]): string {
  const [first, ...rest] = problems.slice(0, MOST_TOLD).map(describeProblem)
  const more = problems.length > MOST_TOLD ? `; and ${problems.length - MOST_TOLD} more` : ''
  const joint = problems[0]?.line === undefined ? ' ' : ', '
  return `${name}${joint}${[first, ...rest].join('; ')}${more}.`
}
