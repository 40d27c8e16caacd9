import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

// A temporary folder of its own, so that what is swept here is missed by nobody else.
const folder = await mkdtemp(join(tmpdir(), 'contactsheet-registry-test-'))
process.env.TMPDIR = folder
afterAll(() => rm(folder, { recursive: true }))

const { draw } = await import('./draw.ts')
const { FACES, SCRIPT_FACES } = await import('./faces.ts')
const { filesOf } = await import('./font-files.ts')
const { fontsHome } = await import('./fontconfig.ts')
const { register } = await import('./registry.ts')

const files = SCRIPT_FACES.slice(0, 3).flatMap(filesOf)

async function unpacked(): Promise<string[]> {
  return (await readdir(fontsHome)).filter(file => file.endsWith('.ttf'))
}

describe('register', () => {
  it('unpacks each file once, for however many ask at a time, and leaves nothing unfinished', async () => {
    await Promise.all(Array.from({ length: 8 }, () => register(files)))
    expect(await unpacked()).toHaveLength(files.length)
    for (const name of await readdir(fontsHome)) expect(name).toMatch(/^[0-9a-f]+\.(ttf|conf)$/)
  })

  it('unpacks it again where the temporary folder was swept', async () => {
    const drawing = { face: FACES.inter, size: 40, color: '#ffffff' }
    expect(fontsHome.startsWith(folder)).toBe(true)
    const before = await draw('Բարև', drawing)
    for (const name of await unpacked()) await rm(join(fontsHome, name))
    expect(await draw('Բարև', { ...drawing, size: 41 })).toBeDefined()
    expect(await draw('Բարև', drawing)).toEqual(before)
  })

  it('is not misled by what a killed process left unfinished', async () => {
    for (const name of await unpacked()) {
      await rm(join(fontsHome, name))
      await writeFile(join(fontsHome, `${name}.unfinished`), 'half a font')
    }
    await register(files)
    expect((await unpacked()).length).toBeGreaterThanOrEqual(files.length)
    const drawing = { face: FACES.inter, size: 42, color: '#ffffff' }
    expect((await draw('Բարև', drawing))?.width).toBeGreaterThan(60)
  })

  it('names a file that is missing or damaged', async () => {
    await expect(register(['/nowhere/font.woff2'])).rejects.toThrow('/nowhere/font.woff2')
  })
})
