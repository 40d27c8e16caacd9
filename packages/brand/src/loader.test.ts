import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FontFiles } from './font-files.ts'
import { LOGO, openIntake, type TestIntake, templateWith } from './intake/intake.testing.ts'
import { BrandLoader } from './loader.ts'
import { COMIC, PIXELS } from './read/fonts.testing.ts'

let test: TestIntake
let folder: string
beforeEach(async () => {
  test = await openIntake()
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-files-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await test.close()
  await rm(folder, { recursive: true, force: true })
})

const loader = (maxBytes?: number) => new BrandLoader(test.store, new FontFiles(folder, maxBytes))

describe('what a batch was accepted with', () => {
  it('is there by its hash, whatever its name has come to stand for', async () => {
    const { sha256 } = await test.intake.putTemplate('news', templateWith({ label: 'Old' }))
    await test.intake.putTemplate('news', templateWith({ label: 'New' }))
    expect(await loader().template(sha256)).toEqual(templateWith({ label: 'Old' }))
  })

  it('is read once, by all who ask at once', async () => {
    const [font, logo] = [await test.intake.putFont('house', PIXELS), await test.intake.putLogo('acme', LOGO)]
    const content = vi.spyOn(test.store, 'content')
    const one = loader()
    await Promise.all(
      Array.from({ length: 9 }, () => Promise.all([one.font(font.sha256), one.logo(logo.sha256)])),
    )
    await one.font(font.sha256)
    expect(content).toHaveBeenCalledTimes(2)
  })

  it('that is gone from the store is told of by its hash', async () => {
    await expect(loader().logo('0'.repeat(64))).rejects.toThrow(
      `The logo that the batch was accepted with is gone from the store: ${'0'.repeat(64)}`,
    )
  })
})

describe('a font', () => {
  it('is a file, with the name that programs find it by', async () => {
    const { sha256, bytes } = await test.intake.putFont('house', PIXELS)
    const font = await loader().font(sha256)
    expect(font).toEqual({
      family: expect.stringMatching(/^cs-[0-9a-f]{16}$/),
      bold: false,
      file: join(folder, `${sha256}.otf`),
    })
    expect(await readFile(font.file)).toHaveLength(bytes)
  })

  it('is taken from the file that another process wrote', async () => {
    const { sha256 } = await test.intake.putFont('house', PIXELS)
    await loader().font(sha256)
    const content = vi.spyOn(test.store, 'content')
    await loader().font(sha256)
    expect(content).not.toHaveBeenCalled()
  })

  it.each(['damaged', 'gone'])('whose file is %s is written again', async how => {
    const { sha256, bytes } = await test.intake.putFont('house', PIXELS)
    const one = loader()
    const { file } = await one.font(sha256)
    if (how === 'gone') await rm(file)
    else await writeFile(file, 'damaged')
    // Whoever has checked a file takes it as it is.
    expect((await readFile((await (how === 'gone' ? one : loader()).font(sha256)).file)).length).toBe(bytes)
  })

  it('makes room for others when nobody has used it for an hour', async () => {
    const [old, fresh] = [await test.intake.putFont('old', PIXELS), await test.intake.putFont('fresh', COMIC)]
    const one = loader(fresh.bytes)
    const { file } = await one.font(old.sha256)
    await one.font(fresh.sha256)
    expect(await readdir(folder)).toHaveLength(2)
    const hours = new Date(Date.now() - 2 * 3_600_000)
    await utimes(file, hours, hours)
    await rm(join(folder, `${fresh.sha256}.otf`))
    await one.font(fresh.sha256)
    expect(await readdir(folder)).toEqual([`${fresh.sha256}.otf`])
  })
})
