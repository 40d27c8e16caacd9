import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary.testing.ts'
import { formOf, isTable, tableRequest } from './table-file.ts'

const TABLE = Buffer.from('prompt\nCaf\xe9\n', 'latin1')

async function tableFile(): Promise<string> {
  const file = join(await temporaryFolder(), 'my prompts.csv')
  await writeFile(file, TABLE)
  return file
}

test('tables are known by their names', () => {
  expect(['a.csv', 'a.TSV', 'b/a.ndjson', 'a.jsonl'].map(isTable)).toEqual([true, true, true, true])
  expect(['batch.json', 'a.txt', 'csv'].map(isTable)).toEqual([false, false, false])
})

test('a table is sent to the byte, with what flags say beside it', async () => {
  const models = ['gpt-image-2, gemini-3-pro-image', '{"id": "gpt-image-2", "quality": "high"}']
  const request = await tableRequest(await tableFile(), {
    models,
    style: 'neon',
    'extra-prompt': 'x',
    sample: '3',
  })
  // As it comes out of the note of what was sent.
  const form = formOf(JSON.parse(JSON.stringify(request)))
  expect(JSON.parse(String(form?.get('request')))).toEqual({
    models: ['gpt-image-2', 'gemini-3-pro-image', { id: 'gpt-image-2', quality: 'high' }],
    style: 'neon',
    extraPrompt: 'x',
    sample: 3,
  })
  const table = form?.get('table')
  if (!(table instanceof File)) throw new Error('It is no file.')
  expect([table.name, Buffer.from(await table.arrayBuffer())]).toEqual(['my prompts.csv', TABLE])
})

test('any other request is no form', () => {
  expect(formOf({ prompts: ['A fox'], models: ['gpt-image-2'] })).toBeUndefined()
  expect(formOf([['A fox'], ['gpt-image-2'], '', '', '', '', ''])).toBeUndefined()
})

test('a table without models, and models that are no JSON, are refused by the flag', async () => {
  const file = await tableFile()
  await expect(tableRequest(file, {})).rejects.toThrow('name the models as well')
  await expect(tableRequest(file, { models: ['{id'] })).rejects.toThrow('--models {id is not JSON')
  await expect(tableRequest(`${file}.csv`, { models: ['a'] })).rejects.toThrow('cannot be read')
})
