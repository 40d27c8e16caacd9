import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BrandFault } from '../fault.ts'
import { PIXELS } from '../read/fonts.testing.ts'
import { readBrandFolder } from './folder.ts'
import { LOGO, openIntake, type TestIntake, templateWith } from './intake.testing.ts'

let test: TestIntake
beforeEach(async () => {
  test = await openIntake()
})
afterEach(() => test.close())

async function folderOf(files: Record<string, string | Buffer>): Promise<string> {
  const folder = join(test.folder, 'brand')
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

const GOOD = {
  'fonts/house.ttf': PIXELS,
  'logos/acme.svg': LOGO,
  'templates/news.json': JSON.stringify(templateWith({ logo: 'acme', fonts: ['house'] })),
  'templates/.hidden': 'passed over',
}

describe('a folder', () => {
  it('is put into the store, fonts and logos before the templates that name them', async () => {
    expect(await readBrandFolder(await folderOf(GOOD), test.intake)).toBe(3)
    const names = await Promise.all(
      (['templates', 'fonts', 'logos'] as const).map(kind => test.store.names(kind)),
    )
    expect(names).toEqual([['news'], ['house'], ['acme']])
  })

  it('changes nothing the second time, and several can read it at once', async () => {
    const folder = await folderOf(GOOD)
    await Promise.all([readBrandFolder(folder, test.intake), readBrandFolder(folder, test.intake)])
    const before = await test.store.get('fonts', 'house')
    await readBrandFolder(folder, test.intake)
    expect(await test.store.get('fonts', 'house')).toEqual(before)
  })

  it.each<[what: string, files: Record<string, string | Buffer>, path: string, why: string]>([
    ['a font that is none', { 'fonts/house.ttf': 'no font' }, 'fonts/house.ttf', 'The file is no font'],
    [
      'an extension that is not read',
      { 'fonts/house.woff': PIXELS },
      'fonts/house.woff',
      'fonts end in .ttf, .otf, .woff2',
    ],
    ['a name that is none', { 'logos/Acme Dark.svg': LOGO }, 'logos/Acme Dark.svg', 'cannot name a logo'],
    [
      'two files of one name',
      { 'logos/acme.svg': LOGO, 'logos/acme.png': LOGO },
      'logos/acme.svg',
      'acme.png has the same name',
    ],
    [
      'a template that is no JSON',
      { 'templates/news.json': '{"version": 1,}' },
      'templates/news.json',
      'is not JSON',
    ],
    [
      'a template that is wrong',
      { 'templates/news.json': '{"version": 1}' },
      'templates/news.json',
      'cannot be used at label',
    ],
    ['a folder it does not know', { 'images/a.png': LOGO }, 'images', 'none of templates, fonts, logos'],
  ])('with %s names the file, and what to do', async (_what, files, path, why) => {
    const folder = await folderOf({ ...GOOD, 'logos/acme.svg': LOGO, ...files })
    const read = readBrandFolder(folder, test.intake)
    await expect(read).rejects.toThrow(BrandFault)
    await expect(read).rejects.toThrow(join(folder, path))
    await expect(read).rejects.toThrow(why)
  })

  it('that is not there is named, with the variable', async () => {
    await expect(readBrandFolder('/nowhere/brand', test.intake)).rejects.toThrow(
      '/nowhere/brand cannot be read (ENOENT). BRAND_DIR must name a folder',
    )
  })
})
