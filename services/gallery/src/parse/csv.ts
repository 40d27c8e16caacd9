import Papa from 'papaparse'
import { NoBatch } from './no-batch.ts'

const PROMPT_COLUMNS = ['prompt', 'prompts', 'title']

/**
 * The prompts in a CSV: of the column named prompt (or prompts, or title), or of the only column there is.
 *
 * @throws NoBatch
 */
export function parseCsv(name: string, text: string): string[] {
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' })
  // A file of one column has no delimiter that could be found; everything else is a fault.
  const fault = errors.find(error => error.code !== 'UndetectableDelimiter')
  if (fault !== undefined)
    throw new NoBatch(`${name} is not CSV at row ${(fault.row ?? 0) + 1}: ${fault.message}.`)
  const [head = [], ...rows] = data
  const named = head.findIndex(column => PROMPT_COLUMNS.includes(column.trim().toLowerCase()))
  if (named === -1 && head.length > 1)
    throw new NoBatch(
      `${name} has the columns ${head.map(column => `"${column.trim()}"`).join(', ')}. Expected one named "prompt".`,
    )
  const column = Math.max(named, 0)
  const prompts = (named === -1 ? data : rows).flatMap(row => row[column]?.replace(/\s+/g, ' ').trim() || [])
  if (prompts.length === 0) throw new NoBatch(`${name} has no row below the column "${head[column]}".`)
  return prompts
}
