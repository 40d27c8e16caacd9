import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEnvFile } from './env-file.ts'
import { temporaryFolder } from './temporary.testing.ts'

const READ = { API_TOKENS: 'one', MAX_COST_USD: '5' }

test.each([
  ['UTF-8', Buffer.from('API_TOKENS=one\nMAX_COST_USD=5\n')],
  ['UTF-8 with a mark', Buffer.from('\uFEFFAPI_TOKENS=one\r\nMAX_COST_USD=5\r\n')],
  ['UTF-16', Buffer.from('\uFEFFAPI_TOKENS=one\r\nMAX_COST_USD=5\r\n', 'utf16le')],
  ['lines that end in CR', Buffer.from('API_TOKENS=one\rMAX_COST_USD=5\r')],
])('an .env file may be %s', async (_name, bytes) => {
  const file = join(await temporaryFolder(), '.env')
  await writeFile(file, bytes)
  expect(readEnvFile(file)).toEqual(READ)
})

test('an .env file that is not text says where', async () => {
  const file = join(await temporaryFolder(), '.env')
  await writeFile(file, Buffer.from('NAME=Café\n', 'latin1'))
  expect(() => readEnvFile(file)).toThrow('is not UTF-8: byte 0xE9 at line 1 column 9')
})

test('no .env file is one without variables', async () => {
  expect(readEnvFile(join(await temporaryFolder(), '.env'))).toEqual({})
})
