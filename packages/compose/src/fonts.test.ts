import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import decompress from 'woff2-encoder/decompress'
import { draw } from './draw.ts'
import { BUILT_IN_FACES, FACES, type Face, faceOf, SCRIPT_FACES } from './faces.ts'
import { familyIn } from './family.testing.ts'
import { fit } from './fit.ts'
import { filesOf, fileWith } from './font-files.ts'
import { type CustomFace, uncovered } from './index.ts'

const run = promisify(execFile)
const digest = join(import.meta.dirname, 'digest.testing.ts')
const folder = await mkdtemp(join(tmpdir(), 'contactsheet-fonts-test-'))
afterAll(() => rm(folder, { recursive: true }))

function scriptFace(script: string): Face {
  const face = SCRIPT_FACES.find(({ family }) => family.includes(script))
  if (face === undefined) throw new Error(`There is no face for ${script}.`)
  return face
}

/** Runs the digest in a process that has nothing but these variables. */
function digestWith(env: Record<string, string>) {
  return run(process.execPath, [digest], { env })
}

async function bytesOf(text: string, face: Face, language?: string): Promise<string> {
  const ink = await draw(text, { face, size: 40, color: '#ffffff', language })
  return ink === undefined ? '' : `${ink.width}x${ink.height} ${ink.data.toString('base64')}`
}

describe('the fonts', () => {
  it('are each found: no two draw the same letters alike', async () => {
    const drawn = await Promise.all(Object.values(FACES).map(face => bytesOf('Hamburgefonstiv 123', face)))
    expect(new Set(drawn).size).toBe(Object.keys(FACES).length)
  })

  it.each(Object.entries(FACES))('have all of plain English in one file: %s', (_, face) => {
    const files = Array.from({ length: 0x7f - 0x20 }, (_, index) => fileWith(face, 0x20 + index))
    expect(new Set(files).size).toBe(1)
    expect(files).not.toContain(undefined)
  })

  it.each(BUILT_IN_FACES.map(face => ({ face })))(
    'are known to Pango by the name we have for them: $face.family',
    async ({ face }) => {
      expect(await familyIn(filesOf(face)[0] ?? '')).toBe(face.family)
    },
  )

  it.each([
    ['Arabic', 'مرحبا'],
    ['Armenian', 'Բարև'],
    ['Bengali', 'নমস্কার'],
    ['Canadian Aboriginal', 'ᐊᐃᓐᖓᐃ'],
    ['Cherokee', 'ᎣᏏᏲ'],
    ['Devanagari', 'नमस्ते'],
    ['Ethiopic', 'ሰላም'],
    ['Georgian', 'გამარჯობა'],
    ['Gujarati', 'નમસ્તે'],
    ['Gurmukhi', 'ਸਤ ਸ੍ਰੀ ਅਕਾਲ'],
    ['Hebrew', 'שלום'],
    ['Kannada', 'ನಮಸ್ಕಾರ'],
    ['Khmer', 'សួស្តី'],
    ['Lao', 'ສະບາຍດີ'],
    ['Malayalam', 'നമസ്കാരം'],
    ['Myanmar', 'မင်္ဂလာပါ'],
    ['Oriya', 'ନମସ୍କାର'],
    ['Sinhala', 'ආයුබෝවන්'],
    ['Syriac', 'ܫܠܡܐ'],
    ['Tamil', 'வணக்கம்'],
    ['Telugu', 'నమస్కారం'],
    ['Thaana', 'އައްސަލާމް'],
    ['Thai', 'สวัสดี'],
    ['Tibetan', 'བཀྲ་ཤིས'],
  ])('draw %s in its own face where the chosen family lacks it', async (script, text) => {
    const face = scriptFace(script)
    const chosen = await bytesOf(text, { ...FACES.bangers, leading: face.leading })
    expect(chosen).toBe(await bytesOf(text, face))
    expect(chosen).not.toBe(await bytesOf(text, { ...face, weight: 'Regular' }))
  })

  it.each([
    ['Cyrillic', 'Привет'],
    ['Greek', 'Γειά'],
    ['arrows', '→'],
  ])('draw %s in Inter where the chosen family lacks it', async (_, text) => {
    const { leading } = FACES.bangers
    expect(await bytesOf(text, FACES.bangers)).toBe(await bytesOf(text, { ...FACES.inter, leading }))
  })

  it('draw Chinese characters in the forms of each language, and in a bold weight of their own', async () => {
    const forms = await Promise.all(
      ['zh-Hans', 'zh-TW', 'ja', 'ko'].map(language => bytesOf('骨直角真', FACES.inter, language)),
    )
    expect(new Set(forms).size).toBe(4)
    expect(await bytesOf('骨直角真', FACES.inter)).toBe(forms[0])
    expect(await bytesOf('骨直角真', { ...FACES.inter, weight: 'Regular' })).not.toBe(forms[0])
  })

  it('are the only ones: a family of the system is as unknown as one that never was', async () => {
    const unknown = (family: string): Face => ({ ...FACES.inter, family })
    const never = await bytesOf('Hamburgefonstiv', unknown('No Such Family'))
    for (const family of ['DejaVu Sans', 'Liberation Serif', 'Arial', 'Times New Roman'])
      expect(await bytesOf('Hamburgefonstiv', unknown(family))).toBe(never)
  })

  it('draw a text the same whatever was drawn before', async () => {
    const texts = ['★ 한국', '★ 说 ☂', '☂ नमस्ते।', 'নমস্কার।', '☂ 骨']
    const drawn = () => Promise.all(texts.map(text => bytesOf(text, FACES.righteous)))
    expect(await drawn()).toEqual(await drawn())
  })

  it('draw emoji in colour', async () => {
    const ink = await draw('🚀', { face: FACES.oswald, size: 40, color: '#ffffff' })
    const colors = new Set<string>()
    for (let at = 0; at < (ink?.data.length ?? 0); at += 4)
      colors.add(ink?.data.toString('hex', at, at + 3) ?? '')
    expect(colors.size).toBeGreaterThan(20)
  })
})

describe('a font that a deployment brings', async () => {
  // Letters that no face of ours is drawn in.
  const [packed = ''] = filesOf({
    ...FACES.inter,
    files: { package: '@fontsource-variable/noto-sans-ethiopic', subset: 'latin' },
  })
  const file = join(folder, 'brought.ttf')
  await writeFile(file, await decompress(await readFile(packed)))
  const brought: CustomFace = { family: 'Noto Sans Ethiopic', file, bold: true, scale: 1.1 }

  it('is drawn from its file, wherever that lies, with ours for what it lacks', async () => {
    const face = faceOf(brought)
    const text = 'Hamburgefonstiv'
    const [own, light] = await Promise.all([
      bytesOf(text, face),
      bytesOf(text, faceOf({ ...brought, bold: false })),
    ])
    const others = Object.values(FACES).map(other => bytesOf(text, { ...other, leading: face.leading }))
    for (const other of await Promise.all(others)) expect(own).not.toBe(other)
    expect(light).not.toBe(own)
    expect(await bytesOf('Привет', face)).toBe(await bytesOf('Привет', FACES.inter))
  })

  it('is fitted in its own size', async () => {
    const [normal, larger] = await Promise.all(
      [1, 1.5].map(scale =>
        fit('Go', {
          face: faceOf({ ...brought, scale }),
          color: '#ffffff',
          align: 'left',
          box: { width: 600, height: 300 },
          sizes: { min: 20, max: 80 },
        }),
      ),
    )
    expect((larger?.height ?? 0) / (normal?.height ?? 1)).toBeCloseTo(1.5, 1)
  })

  it('has its gaps told', () => {
    expect(uncovered('Hamburg 𒀀', brought)).toEqual(['𒀀'])
    expect(() => uncovered('Hamburg', { ...brought, file: join(folder, 'gone.ttf') })).toThrow('gone.ttf')
  })
})

describe('a fresh process', () => {
  it('draws the same picture, byte for byte, without a home and when several start at once', async () => {
    const home = await mkdtemp(join(folder, 'home-'))
    const env = { TMPDIR: home }
    const runs = await Promise.all([
      digestWith(env),
      digestWith(env),
      digestWith({ ...env, LANG: 'ar_EG.UTF-8' }),
    ])
    const outputs = runs.map(({ stdout }) => stdout)
    expect(outputs[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(outputs).size).toBe(1)
    for (const { stderr } of runs) expect(stderr).toBe('')
    const [own = ''] = await readdir(home)
    for (const file of await readdir(join(home, own))) expect(file).toMatch(/\.(conf|ttf)$/)
  })

  it('says what to set where the temporary folder cannot be written to', async () => {
    await expect(digestWith({ TMPDIR: '/dev/null/nowhere' })).rejects.toThrow(
      /could not be written to \/dev\/null\/nowhere: set TMPDIR/,
    )
  })
})
