import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as groups from './variables.ts'

/** What nobody sets by hand. */
const SET_BY_PLATFORM = ['RENDER']

const rows = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| `'))

const names = [...new Set(Object.values(groups).flatMap(group => Object.keys(group)))]

it.each(names.filter(name => !SET_BY_PLATFORM.includes(name)))('%s is in the table of the README', name => {
  expect(rows.some(row => row.includes(`\`${name}\``))).toBe(true)
})

it('the table of the README names no variable that is not read', () => {
  const named = rows.flatMap(row => row.match(/`[A-Z][A-Z_]{3,}`/g) ?? []).map(word => word.slice(1, -1))
  expect(named.filter(name => !names.includes(name))).toEqual([])
})
