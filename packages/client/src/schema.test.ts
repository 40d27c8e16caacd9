import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import { expect, it } from 'vitest'

const DOCUMENT = join(import.meta.dirname, '../../../docs/openapi.json')
const SCHEMA = join(import.meta.dirname, 'schema.ts')

const HEADER = `// Generated from docs/openapi.json: run the test beside it with UPDATE_CLIENT=1 to write it anew.

`

it('has types that are what docs/openapi.json says; after a change, run with UPDATE_CLIENT=1 and commit that', async () => {
  const document = JSON.parse(await readFile(DOCUMENT, 'utf8'))
  // What has a default may be left out of a request.
  const types = await openapiTS(document, { defaultNonNullable: false })
  const text = `${HEADER}${astToString(types)}`
  if (process.env.UPDATE_CLIENT === '1') await writeFile(SCHEMA, text)
  expect(await readFile(SCHEMA, 'utf8')).toBe(text)
})
