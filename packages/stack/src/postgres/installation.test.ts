import { mkdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary.testing.ts'
import { findInstallation, restoreLinks } from './installation.ts'

/** What the package of PostgreSQL brings, before its install script. */
async function unpacked(): Promise<string> {
  const native = join(await temporaryFolder(), 'native')
  await mkdir(join(native, 'lib'), { recursive: true })
  await writeFile(join(native, 'lib/libpq.so.5.18'), 'library')
  const links = ['libpq.so', 'libpq.so.5'].map(name => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${name}`,
  }))
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  return native
}

test('the libraries are found under all their names though no install script ran', async () => {
  const native = await unpacked()
  await restoreLinks(native)
  expect(await readFile(join(native, 'lib/libpq.so.5'), 'utf8')).toBe('library')
  expect(await readlink(join(native, 'lib/libpq.so'))).toBe('libpq.so.5.18')
})

test('a name that is missing is mended, and what is there stays', async () => {
  const native = await unpacked()
  await restoreLinks(native)
  await rm(join(native, 'lib/libpq.so'))
  await rm(join(native, 'lib/libpq.so.5'))
  await writeFile(join(native, 'lib/libpq.so.5'), 'of somebody else')
  await restoreLinks(native)
  expect(await readFile(join(native, 'lib/libpq.so'), 'utf8')).toBe('library')
  expect(await readFile(join(native, 'lib/libpq.so.5'), 'utf8')).toBe('of somebody else')
})

test('the list of names is where it is looked for', async () => {
  expect(JSON.parse(await readFile(join(await findInstallation(), 'pg-symlinks.json'), 'utf8'))).not.toEqual(
    [],
  )
})
