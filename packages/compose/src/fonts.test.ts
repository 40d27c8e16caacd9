import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { draw } from './draw.ts'
import { FACES, FALLBACKS, type Face } from './faces.ts'

const run = promisify(execFile)
const digest = join(import.meta.dirname, 'digest.testing.ts')
const folder = await mkdtemp(join(tmpdir(), 'contactsheet-fonts-test-'))
afterAll(() => rm(folder, { recursive: true }))

/** Runs the digest in a process that has nothing but these variables. */
function digestWith(env: Record<string, string>) {
  return run(process.execPath, [digest], { env })
}

async function bytesOf(text: string, face: Face): Promise<string> {
  const ink = await draw(text, { face, size: 40, color: '#ffffff' })
  return ink === undefined ? '' : `${ink.width}x${ink.height} ${ink.data.toString('base64')}`
}

describe('the fonts', () => {
  it('are each found: no two draw the same letters alike', async () => {
    const drawn = await Promise.all(Object.values(FACES).map(face => bytesOf('Hamburgefonstiv 123', face)))
    expect(new Set(drawn).size).toBe(Object.keys(FACES).length)
  })

  it('are the only ones: a family of the system is as unknown as one that never was', async () => {
    const unknown = (family: string): Face => ({ ...FACES.inter, family })
    const never = await bytesOf('Hamburgefonstiv', unknown('No Such Family'))
    for (const family of ['DejaVu Sans', 'Liberation Serif', 'Arial', 'Times New Roman'])
      expect(await bytesOf('Hamburgefonstiv', unknown(family))).toBe(never)
  })

  it.each([
    ['Arabic', 'Noto Sans Arabic', 'مرحبا'],
    ['Hebrew', 'Noto Sans Hebrew', 'שלום'],
    ['Thai', 'Noto Sans Thai', 'สวัสดี'],
    ['Devanagari', 'Noto Sans Devanagari', 'नमस्ते'],
    ['simplified Chinese', 'Chocolate Classical Sans', '摄影师'],
    ['traditional Chinese', 'Chocolate Classical Sans', '攝影師'],
    ['Japanese', 'Chocolate Classical Sans', '写真家は'],
    ['Korean', 'Do Hyeon', '안녕하세요'],
    ['emoji', 'Noto Color Emoji', '🚀'],
    ['Cyrillic', 'Inter', 'Привет'],
    ['Greek', 'Inter', 'Γειά'],
  ])('draw %s in %s where the chosen family lacks it', async (_, family, text) => {
    const fallback = FALLBACKS.find(face => face.family === family)
    if (fallback === undefined) throw new Error(`${family} is not a fallback`)
    expect(await bytesOf(text, { ...FACES.bangers, bold: fallback.bold })).toBe(
      await bytesOf(text, { ...fallback, leading: FACES.bangers.leading, replaces: false }),
    )
  })

  it('draw emoji in colour', async () => {
    const ink = await draw('🚀', { face: FACES.oswald, size: 40, color: '#ffffff' })
    const colors = new Set<string>()
    for (let at = 0; at < (ink?.data.length ?? 0); at += 4)
      colors.add(ink?.data.toString('hex', at, at + 3) ?? '')
    expect(colors.size).toBeGreaterThan(20)
  })
})

describe('a fresh process', () => {
  it('draws the same picture, byte for byte, without a home and when several start at once', async () => {
    const env = { TMPDIR: folder }
    const runs = await Promise.all([
      digestWith(env),
      digestWith(env),
      digestWith({ ...env, LANG: 'ar_EG.UTF-8' }),
    ])
    const outputs = runs.map(({ stdout }) => stdout)
    expect(outputs[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(outputs).size).toBe(1)
    for (const { stderr } of runs) expect(stderr).toBe('')
    const [own = ''] = await readdir(folder)
    expect((await readdir(join(folder, own))).sort()).toEqual(['cache', 'fonts.conf'])
  })

  it('says what to set where the temporary folder cannot be written to', async () => {
    await expect(digestWith({ TMPDIR: '/dev/null/nowhere' })).rejects.toThrow(
      /could not be written to \/dev\/null\/nowhere: set TMPDIR/,
    )
  })
})
