import { expect, it } from 'vitest'
import { NoBatch } from './no-batch.ts'
import { readTableFile } from './table-file.ts'
import { withUse } from './table-source.ts'

const TABLE = 'Titel\tBeschreibung\tFarbe\nKanne\t"Eine {{Farbe}}e\nKanne"\trot\n'

it('reads what a spreadsheet copies, by the names that people give to columns', () => {
  const { prompts, source } = readTableFile('t', TABLE, 'csv')
  expect(prompts).toEqual([{ prompt: 'Eine {{Farbe}}e\nKanne', title: 'Kanne', variables: { Farbe: 'rot' } }])
  expect(source?.columns).toEqual([
    { name: 'Titel', use: 'title' },
    { name: 'Beschreibung', use: 'prompt' },
    { name: 'Farbe', use: 'variable' },
  ])
})

it('takes a column for something else, and the one that was that for a variable', () => {
  const { columns = [] } = readTableFile('t', TABLE, 'csv').source ?? {}
  const { prompts } = readTableFile('t', TABLE, 'csv', withUse(columns, 'Titel', 'prompt'))
  expect(prompts).toEqual([
    { prompt: 'Kanne', variables: { Beschreibung: 'Eine {{Farbe}}e\nKanne', Farbe: 'rot' } },
  ])
  const without = withUse(columns, 'Farbe', 'nothing')
  expect(() => readTableFile('t', TABLE, 'csv', without)).toThrow('has no value for {{farbe}}')
})

it('can be told which column the prompts are where none is called so', () => {
  const text = 'name,colour\nA fox,red\n'
  const fault = (() => {
    try {
      return readTableFile('t', text, 'csv')
    } catch (error) {
      return error
    }
  })()
  expect(fault).toBeInstanceOf(NoBatch)
  const { open } = fault as NoBatch
  expect(open?.source.columns.map(({ name }) => name)).toEqual(['name', 'colour'])
  const told = withUse(open?.source.columns ?? [], 'name', 'prompt')
  expect(readTableFile('t', text, 'csv', told).prompts).toEqual([
    { prompt: 'A fox', variables: { colour: 'red' } },
  ])
})
