import { globSync } from 'node:fs'
import { ERROR_KINDS } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { anchorsIn, readDocument } from './documents.ts'

const PAGE = 'docs/troubleshooting.md'

/** What our programs say stands in these. */
const sources = globSync(
  ['{packages,services}/*/src/**/*.{ts,tsx}', 'services/*/*.ts', 'scripts/**/*.{ts,mjs}'],
  { cwd: new URL('../..', import.meta.url).pathname },
)
  .filter(path => !/\.(test|testing)\.tsx?$/.test(path))
  .map(readDocument)
  .join('\n')
  .replaceAll("\\'", "'")

/** Tables whose first column quotes what a program says. */
const rows = readDocument(PAGE)
  .split(/^\| text \|.*\n\|[-| ]+\|\n/m)
  .slice(1)
  .flatMap(table => table.slice(0, `${table}\n\n`.indexOf('\n\n')).split('\n'))
  .filter(line => line.startsWith('| '))
  .map(line => line.split('|')[1]?.trim() ?? '')

/** The texts that a cell quotes, each in the pieces that do not differ from case to case. */
function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, text = '']) =>
    text.split('…').map(piece => piece.trim()),
  )
}

/** What is left of a piece once marks that stand beside a gap are taken away; shorter ones say nothing. */
function telling(piece: string): boolean {
  return piece.replace(/[^\p{L}]/gu, '').length >= 4
}

describe(PAGE, () => {
  it('has tables of what programs say', () => {
    expect(rows.length).toBeGreaterThan(100)
  })

  it.each(rows)('quotes what a program says: %s', row => {
    const pieces = quoted(row)
    expect(pieces.some(telling), 'Quote the text in the first column, in backticks.').toBe(true)
    const gone = pieces.filter(telling).filter(piece => !sources.includes(piece))
    expect(gone, `No program says this any more: mend the row in ${PAGE}.`).toEqual([])
  })

  it.each(Object.keys(ERROR_KINDS))('has what to do about a leaf that failed for %s', kind => {
    expect(anchorsIn(PAGE), `Give "### \`${kind}\`" a section in ${PAGE}.`).toContain(kind)
  })
})
