import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { BUILT_IN_FACES } from '../packages/compose/src/faces.ts'
import { filesOf } from '../packages/compose/src/font-files.ts'
import { isUnread, prune } from './prune.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contactsheet-prune-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('leaves every file of every font that titles are set in', () => {
  const files = BUILT_IN_FACES.flatMap(filesOf)
  expect(files.length).toBeGreaterThan(300)
  expect(files.filter(file => isUnread(basename(file)))).toEqual([])
})

it.each([
  'index.d.ts',
  'index.d.mts',
  'src.ts',
  'index.js.map',
  'libpq.a',
  'Inter_700Bold_Italic.ttf',
  'lora-latin-wght-italic.woff2',
])('takes %s away', name => expect(isUnread(name)).toBe(true))

it.each([
  'index.js',
  'index.mjs',
  'package.json',
  'LICENSE',
  'Inter_700Bold.ttf',
  'logo.png',
  'starts',
  'bitmap',
])('leaves %s', name => expect(isUnread(name)).toBe(false))

it('takes away the link in the folder, not the file in the store, nor anything that a package links to', () => {
  const [store, packages] = ['store', 'packages'].map(name => join(folder, name))
  for (const path of [store, packages]) mkdirSync(join(path ?? '', 'one'), { recursive: true })
  writeFileSync(`${store}/one/types`, 'types')
  writeFileSync(`${store}/one/other.d.ts`, 'types')
  linkSync(`${store}/one/types`, `${packages}/one/index.d.ts`)
  symlinkSync(`${store}/one`, `${packages}/two`)
  prune(packages ?? '')
  expect(existsSync(`${packages}/one/index.d.ts`)).toBe(false)
  expect(readFileSync(`${store}/one/types`, 'utf8')).toBe('types')
  expect(existsSync(`${packages}/two/other.d.ts`)).toBe(true)
})
