import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../stack/src/temporary.testing.ts'
import { readRequest } from './read-request.ts'

const REQUEST = { prompts: ['A fox'], models: ['gpt-image-2'] }
const NOTHING = Readable.from([])

test('the standard input is JSON, or with flags of a table the table', async () => {
  const folder = await temporaryFolder()
  const json = await readRequest('-', {}, folder, Readable.from([Buffer.from(JSON.stringify(REQUEST))]))
  expect(json).toMatchObject({ request: REQUEST, isTable: false })
  const csv = Readable.from([Buffer.from('prompt\nA fox\n')])
  const table = await readRequest('-', { models: ['gpt-image-2'] }, folder, csv)
  expect(table).toMatchObject({ request: { models: ['gpt-image-2'] }, isTable: true })
})

test('what is wrong with the standard input is told by that name', async () => {
  const broken = Readable.from([Buffer.from('{"prompts": [')])
  await expect(readRequest('-', {}, '/', broken)).rejects.toThrow(/^The standard input is not JSON: /)
})

test('a file is looked for where the person is, and flags of a table are refused beside JSON', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'my.json'), JSON.stringify(REQUEST))
  expect(await readRequest('my.json', {}, folder, NOTHING)).toMatchObject({ request: REQUEST })
  const flags = { models: undefined, extraPrompt: 'x' }
  await expect(readRequest('my.json', flags, folder, NOTHING)).rejects.toThrow(
    '--extra-prompt goes with a table',
  )
})
