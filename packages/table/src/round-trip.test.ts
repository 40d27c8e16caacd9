import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse } from './table.testing.ts'

/** Seeded, so that a failure is the same failure the next time; fast-check prints the smallest table that fails. */
const RUNS = { seed: 4180, numRuns: 300 }

const VARIABLES = ['size', 'Main, colour', 'a;b;c', 'tab\tbed', 'the "best"', 'prompt 2', 'größe']

/** All that means something in one CSV or another, and some that means nothing in any. */
const PIECES = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r\n',
  '\r',
  ' ',
  'fox',
  '7',
  'é',
  '狐',
  '🦊',
  '{{size}}',
  '\\',
  "'",
  '=',
]

const cell = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map(pieces => pieces.join(''))
const prompt = fc.tuple(cell, cell).map(([before, after]) => `${before}owl${after}`)

const table = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  lineEnd: fc.constantFrom('\r\n', '\n', '\r'),
  quoteAll: fc.boolean(),
  lastLineEnd: fc.boolean(),
  encode: fc.constantFrom(
    (text: string) => text,
    (text: string) => new TextEncoder().encode(text),
    (text: string) => new TextEncoder().encode(`\uFEFF${text}`),
    (text: string) => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le')),
  ),
  header: fc
    .subarray(VARIABLES)
    .chain(names => fc.shuffledSubarray(['prompt', ...names], { minLength: names.length + 1 })),
  rows: fc.array(fc.record({ prompt, cells: fc.array(cell, { minLength: 7, maxLength: 7 }) }), {
    minLength: 1,
    maxLength: 5,
  }),
})

it('reads what any program writes as RFC 4180 says, with each delimiter, line end and encoding', () => {
  fc.assert(
    fc.property(table, ({ delimiter, lineEnd, quoteAll, lastLineEnd, encode, header, rows }) => {
      const cells = rows.map(row =>
        header.map((name, at) => (name === 'prompt' ? row.prompt : (row.cells[at] ?? ''))),
      )
      const lines = [header, ...cells].map(row =>
        row.map(text => written(text, delimiter, quoteAll)).join(delimiter),
      )
      const read = parse(encode(lines.join(lineEnd) + (lastLineEnd ? lineEnd : '')))
      expect(read.problems).toEqual([])
      expect(read.columns.map(({ name }) => name)).toEqual(header.map(name => name.replace('\t', ' ')))
      expect(read.rows).toEqual(
        cells.map((row, index) => ({
          line: 1 + linesOf(lines.slice(0, index + 1).join(lineEnd)),
          item: { prompt: textOf(rows[index]?.prompt), variables: variablesOf(header, row) },
        })),
      )
    }),
    RUNS,
  )
})

function written(text: string, delimiter: string, always: boolean): string {
  const needsQuotes = always || text.includes(delimiter) || /["\r\n]/.test(text)
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text
}

/** A cell as it is understood: without the blanks around it, and with one kind of line end. */
function textOf(text = ''): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

function variablesOf(header: string[], row: string[]): Record<string, string> {
  return Object.fromEntries(
    header.flatMap((name, at) => {
      const text = textOf(row[at])
      return name === 'prompt' || text === '' ? [] : [[name.replace('\t', ' '), text]]
    }),
  )
}

function linesOf(text: string): number {
  return text.split(/\r\n|[\r\n]/).length
}
