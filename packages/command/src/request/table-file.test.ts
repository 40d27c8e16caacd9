import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../stack/src/temporary.testing.ts'
import { bodyOf, isTable, readTableFile, tableRequest } from './table-file.ts'

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
  const request = tableRequest(await readTableFile(await tableFile()), {
    models,
    style: 'neon',
    extraPrompt: 'x',
    sample: '3',
  })
  // As it comes out of the note of what was sent.
  const form = bodyOf(JSON.parse(JSON.stringify(request)))
  if (!(form instanceof FormData)) throw new Error('It is no form.')
  expect(JSON.parse(String(form.get('request')))).toEqual({
    models: ['gpt-image-2', 'gemini-3-pro-image', { id: 'gpt-image-2', quality: 'high' }],
    style: 'neon',
    extraPrompt: 'x',
    sample: 3,
  })
  const table = form.get('table')
  if (!(table instanceof File)) throw new Error('It is no file.')
  expect([table.name, Buffer.from(await table.arrayBuffer())]).toEqual(['my prompts.csv', TABLE])
})

test('any other request is sent as it is', () => {
  const object = { prompts: ['A fox'], models: ['gpt-image-2'] }
  const positional = [['A fox'], ['gpt-image-2'], '', '', '', '', '']
  for (const request of [object, positional]) expect(bodyOf(request)).toBe(request)
})

test('a table without models, and models that are no JSON, are refused by the flag', async () => {
  const file = await tableFile()
  const table = await readTableFile(file)
  expect(() => tableRequest(table, {})).toThrow('name the models as well')
  expect(() => tableRequest(table, { models: ['{id'] })).toThrow('--models {id is not JSON')
  await expect(readTableFile(`${file}.csv`)).rejects.toThrow('cannot be read')
})
