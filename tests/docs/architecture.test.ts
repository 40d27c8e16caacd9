import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readDocument } from './documents.ts'

const packages = readdirSync(new URL('../../packages', import.meta.url))
const rooms = readDocument('docs/architecture.md')
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .map(line => line.split('|')[1] ?? '')
  .join()

describe('docs/architecture.md', () => {
  it.each(packages)('says what the package %s knows', name => {
    expect(rooms, `Give ${name} a row in the table of "Rooms".`).toContain(`\`${name}\``)
  })
})
