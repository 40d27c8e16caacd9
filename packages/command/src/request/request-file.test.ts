import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../stack/src/temporary.testing.ts'
import { readRequestFile } from './request-file.ts'

async function read(text: string | Uint8Array): Promise<unknown> {
  const file = join(await temporaryFolder(), 'my.json')
  await writeFile(file, text)
  return readRequestFile(file)
}

test('reads JSON, with or without a byte order mark', async () => {
  expect(await read('{"prompts": []}')).toEqual({ prompts: [] })
  expect(await read('\uFEFF[1]')).toEqual([1])
})

test('says where a file is not JSON', async () => {
  await expect(read('{\n  "prompts": ["a" "b"]\n}')).rejects.toThrow(
    /my\.json is not JSON: .*line 2 column 19/,
  )
  await expect(read('{\n  "prompts": [')).rejects.toThrow(/my\.json is not JSON: .*line 2 column 15/)
})

test('points at the first fault, not at the end of the file', async () => {
  await expect(read('{\n  "prompts": [\n    "A fox",\n  ]\n}\n')).rejects.toThrow(
    /my\.json is not JSON: "\]" after a comma; take the comma away \(line 4 column 3\)\.$/,
  )
})

test('says which byte is not UTF-8, and reads UTF-16 that says so', async () => {
  await expect(read(Buffer.from('{"prompts":["Café"]}', 'latin1'))).rejects.toThrow(
    /my\.json is not UTF-8: byte 0xE9 at line 1 column 17\. Save it as UTF-8\.$/,
  )
  expect(await read(Buffer.from('\uFEFF["Café"]', 'utf16le'))).toEqual(['Café'])
})

test('says that there is no file, or that it is a folder', async () => {
  const folder = await temporaryFolder()
  await expect(readRequestFile(join(folder, 'no.json'))).rejects.toThrow(/no\.json: there is no such file/)
  await mkdir(join(folder, 'batches'))
  await expect(readRequestFile(join(folder, 'batches'))).rejects.toThrow(/batches is a folder/)
})
