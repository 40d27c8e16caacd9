import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_OUTPUT, FONT_NAMES, TEMPLATE_NAMES, TEMPLATES, themeOf } from '@contactsheet/contract'
import pixelmatch from 'pixelmatch'
import { beforeAll, describe, expect, it } from 'vitest'
import { composeSheet, type Look } from './index.ts'
import { imageOf, original } from './pictures.testing.ts'
import sharp from './sharp.ts'

/**
 * Pictures somebody has looked at, at half size. After a change that should show, run with UPDATE_REFERENCES=1, look
 * at every reference that git lists as changed, and commit them.
 */
const folder = join(import.meta.dirname, 'references')
const update = process.env.UPDATE_REFERENCES === '1'

/** Share of pixels that may differ: other builds of the same libraries round differently. */
const TOLERANCE = 0.002

let dark: Buffer
let bright: Buffer

beforeAll(async () => {
  ;[dark, bright] = await Promise.all([original(60).jpeg().toBuffer(), original(215).jpeg().toBuffer()])
})

async function expectLikeReference(name: string, picture: Buffer, width = 600): Promise<void> {
  const path = join(folder, `${name}.jpg`)
  const half = await sharp(picture).resize({ width }).jpeg({ quality: 82 }).toBuffer()
  if (update) return writeFile(path, half)
  if (!existsSync(path))
    throw new Error(`There is no reference ${name}: run with UPDATE_REFERENCES=1, and look.`)
  const [actual, expected] = await Promise.all(
    [half, await readFile(path)].map(bytes =>
      sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true }),
    ),
  )
  if (actual === undefined || expected === undefined) throw new Error('unreachable')
  const { height } = expected.info
  expect([actual.info.width, actual.info.height]).toEqual([width, height])
  const different = pixelmatch(actual.data, expected.data, undefined, width, height, { threshold: 0.1 })
  if (different <= TOLERANCE * width * height) return
  const seen = join(tmpdir(), 'contactsheet-references')
  await mkdir(seen, { recursive: true })
  await writeFile(join(seen, `${name}.jpg`), half)
  throw new Error(`${different} pixels of ${name} differ from ${path}; what was drawn is in ${seen}`)
}

const plain = {
  title: 'Why fan-out beats sequential generation',
  template: TEMPLATES['bottom-bar'],
  font: 'inter',
} satisfies Look

describe.each(TEMPLATE_NAMES)('%s looks like its reference', name => {
  const template = TEMPLATES[name]

  it('on a dark picture', async () => {
    await expectLikeReference(`${name}-dark`, await imageOf(dark, { ...plain, template }))
  })

  it('on a bright picture, with a long title', async () => {
    const title =
      'A photographer sees every frame of a roll at once, and picks the one that tells the story best of all of them'
    await expectLikeReference(`${name}-bright-long`, await imageOf(bright, { ...plain, template, title }))
  })

  it('with a title from right to left', async () => {
    const title = 'يرى المصور كل إطار من الفيلم دفعة واحدة'
    await expectLikeReference(`${name}-arabic`, await imageOf(dark, { ...plain, template, title }))
  })
})

describe.each(TEMPLATE_NAMES)('%s with all texts looks like its reference', name => {
  const texts = {
    ...plain,
    template: TEMPLATES[name],
    kicker: 'Field notes',
    subtitle: 'What a contact sheet teaches about parallel work',
    byline: 'By Ada Example',
  }

  it('on a story', async () => {
    const story = { ...DEFAULT_OUTPUT, width: 1080, height: 1920 }
    await expectLikeReference(`${name}-story`, await imageOf(dark, texts, story), 540)
  })

  it('on a square, in the theme that is not its own', async () => {
    const theme = themeOf(texts.template, undefined) === 'dark' ? 'light' : 'dark'
    const square = { ...DEFAULT_OUTPUT, width: 1080, height: 1080 }
    await expectLikeReference(
      `${name}-square-${theme}`,
      await imageOf(bright, { ...texts, theme }, square),
      540,
    )
  })
})

describe.each(FONT_NAMES)('the font %s looks like its reference', font => {
  it('in Latin and Cyrillic', async () => {
    const title = 'Observing 10k subtasks: Все кадры'
    await expectLikeReference(
      `font-${font}`,
      await imageOf(dark, { title, font, template: TEMPLATES['overlay-center'] }),
    )
  })
})

describe('a title looks like its reference', () => {
  it.each([
    ['markup', "<&\"> </span> <b>bold?</b> &amp; 'quoted'"],
    ['emoji', 'Launch day 🚀 all systems go 🎉👩‍👩‍👧‍👦🇫🇷❤️'],
    ['chinese', '摄影师一次看到一卷胶卷的每一帧，攝影師挑選最好的一張'],
    ['scripts', 'שלום नमस्ते สวัสดี 안녕하세요 写真家は Ελληνικά Việt'],
    ['one-long-word', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'],
    ['endless', 'Every frame of a roll at once, '.repeat(40)],
    ['whitespace', '  one\n\n\ttwo\r\nthree  '],
    ['short', 'Go'],
  ])('%s', async (name, title) => {
    await expectLikeReference(
      `title-${name}`,
      await imageOf(bright, { ...plain, title, template: TEMPLATES['center-box'], font: 'playfair' }),
    )
  })
})

it('the contact sheet looks like its reference', async () => {
  const titles = [
    plain.title,
    '摄影师一次看到一卷胶卷的每一帧 🎉',
    'Every frame of a roll at once, '.repeat(20),
  ]
  const rows = await Promise.all(
    titles.map(async title => ({
      title,
      cells: [await imageOf(dark, { ...plain, title }), await imageOf(bright, { ...plain, title })],
    })),
  )
  const failed = { failed: "rejected: the provider's moderation refused the prompt" }
  rows[1]?.cells.splice(1, 1)
  const sheet = await composeSheet({
    heading: 'Batch zzzyk3x9q4-7h2m8d',
    note: '5 of 6 succeeded, wall-clock 24.1 s, slowest leaf 23.4 s',
    models: ['gemini-3-pro-image', 'gpt-image-2'],
    rows: rows.map(({ title, cells }) => ({ title, cells: cells.length === 2 ? cells : [...cells, failed] })),
  })
  await expectLikeReference('sheet', sheet)
})
