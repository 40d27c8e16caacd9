import { expect, it } from 'vitest'
import { parse } from './table.testing.ts'
import { BYTE_ORDER_MARK, csvRows } from './write-csv.ts'

it('writes rows that can be read again', () => {
  const rows = [
    ['prompt', 'a', 'b'],
    ['A "fox",\nin snow', 7, undefined],
    ['狐;', '', 'x\ty'],
  ]
  const table = BYTE_ORDER_MARK + csvRows(rows.slice(0, 1)) + csvRows(rows.slice(1))
  expect(parse(table).rows.map(({ item }) => item)).toEqual([
    { prompt: 'A "fox",\nin snow', variables: { a: '7' } },
    { prompt: '狐;', variables: { b: 'x\ty' } },
  ])
  expect(csvRows([])).toBe('')
})

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('writes %j as no formula', text => {
  expect(csvRows([['a', text]])).toMatch(/^a,"?'/)
})
