import {
  FONT_NAMES,
  type Layer,
  type Stack,
  TEMPLATE_NAMES,
  TEMPLATES,
  type TemplateSpec,
} from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { drawLayers, mostOf } from './drawn-layers.ts'
import { type Frame, frameOf } from './frame.ts'
import type { Look } from './look.ts'
import sharp from './sharp.ts'
import { heightOf, type Piece } from './stack.ts'
import { layOut, paintsOf } from './templates.ts'
import { cleanTitle, isRightToLeft } from './title.ts'

const TITLES = [
  'i',
  'Why fan-out beats sequential generation',
  'Observing 10k subtasks in the Render Dashboard, and all their retries, timeouts and costs, at once',
  `A photographer sees ${'every frame of a roll at once and '.repeat(30)}`,
  'W'.repeat(37),
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  'm'.repeat(900),
  '<&"> </span> <b>bold?</b> &amp; %s {x} \\',
  '🚀🎉👩‍👩‍👧‍👦🇫🇷'.repeat(12),
  '摄影师一次看到一卷胶卷的每一帧，并挑选最好的一张。'.repeat(6),
  'يرى المصور كل إطار من الفيلم دفعة واحدة ويختار أفضل إطار في النهاية',
  'Ẑ̴̧͎̭̞ą̷̛̜l̵̢̛̗g̶̨̛o̴̧̢ Ñandú ÅÉÎ gjpqy Việt',
  'ဓာတ်ပုံဆရာသည်ဖလင်၏ဘောင်တိုင်းကိုတစ်ပြိုင်နက်မြင်သည် བཀྲ་ཤིས་བདེ་ལེགས། ស្ត្រី',
  'Привет नमस्ते สวัสดี 안녕하세요 שלום Ελληνικά',
]

/** All stacks of a look, laid over a picture as they are: an overlay throws if something would leave it. */
async function stacksOf(look: Look, frame: Frame) {
  const layers = await drawLayers(look, frame)
  if (layers === undefined) throw new Error(`no ink for ${look.title}`)
  layOut(layers, frame, paintsOf(look.template, look.theme))
  return layers.flatMap(layer => (layer.kind === 'stack' ? [layer] : []))
}

function expectInside(pieces: readonly Piece[], room: { width: number; height: number }, what: string): void {
  expect(heightOf(pieces), what).toBeLessThanOrEqual(room.height)
  for (const { drawn } of pieces) expect(drawn.width, what).toBeLessThanOrEqual(room.width)
}

describe.each(TEMPLATE_NAMES)('no title runs out of the box of %s', name => {
  const template = TEMPLATES[name]

  it.each(FONT_NAMES)('in %s', async font => {
    for (const title of TITLES.map(cleanTitle)) {
      const frame = frameOf({ width: 1200, height: 630 }, isRightToLeft(title))
      for (const { room, pieces } of await stacksOf({ template, font, title }, frame)) {
        expectInside(pieces, room, title)
        for (const { item, drawn } of pieces)
          if (item.kind === 'title') expect(drawn.height).toBeLessThanOrEqual(mostOf(item, frame))
      }
    }
  })
})

describe('a look', () => {
  const og = frameOf({ width: 1200, height: 630 }, false)
  const text = { size: { min: 20, max: 40 }, color: '#ffffff' }
  const stack: Stack = {
    kind: 'stack',
    box: { start: 60, end: 60, top: 60, bottom: 60 },
    anchor: 'middle',
    align: 'start',
    gap: 10,
    items: [
      { kind: 'logo', width: 100, height: 100 },
      { kind: 'rule', width: 60, height: 4, color: '#ffffff' },
      { ...text, kind: 'kicker', uppercase: true },
      { ...text, kind: 'title' },
      { ...text, kind: 'byline', font: 'house' },
    ],
  }
  const template: TemplateSpec = { ...TEMPLATES['bottom-bar'], layers: [stack] }
  const look: Look = { template, font: 'inter', title: 'A title', fonts: { house: 'lora' } }

  async function piecesOf(
    changes: Partial<Look>,
  ): Promise<Record<string, { width: number; height: number }>> {
    const [{ pieces } = { pieces: [] }] = await stacksOf({ ...look, ...changes }, og)
    return Object.fromEntries(pieces.map(({ item, drawn }) => [item.kind, drawn]))
  }

  it('has no room for what it lacks', async () => {
    expect(Object.keys(await piecesOf({}))).toEqual(['rule', 'title'])
    expect(Object.keys(await piecesOf({ kicker: 'News', byline: 'Ada' }))).toEqual([
      'rule',
      'kicker',
      'title',
      'byline',
    ])
  })

  it('without a title, or with one that leaves no ink, has nothing at all', async () => {
    for (const title of [undefined, '', '\u200d'])
      expect(await drawLayers({ ...look, title, kicker: 'News' }, og)).toBeUndefined()
  })

  it('has texts in capitals and in fonts of their own where the template says so', async () => {
    const [lower, upper] = await Promise.all([piecesOf({ kicker: 'news' }), piecesOf({ kicker: 'NEWS' })])
    expect(lower.kicker).toEqual(upper.kicker)
    const [house, batch] = await Promise.all([
      piecesOf({ byline: 'Ada' }),
      piecesOf({ byline: 'Ada', fonts: { house: 'inter' } }),
    ])
    expect(house.byline).not.toEqual(batch.byline)
  })

  it('has its logo as large as it fits, in its own shape', async () => {
    const png = await sharp({ create: { width: 40, height: 20, channels: 4, background: '#00ff0080' } })
      .png()
      .toBuffer()
    const { logo } = await piecesOf({ logo: { png, width: 40, height: 20, sha256: 'green' } })
    expect(logo).toMatchObject({ width: 100, height: 50 })
  })

  it('has its logo where a layer of its own puts it', async () => {
    const png = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#00ff00' } })
      .png()
      .toBuffer()
    const box = { end: 60, top: 60, width: 80, height: 80 }
    const layers: Layer[] = [stack, { kind: 'logo', box, align: 'end', anchor: 'top' }]
    const logo = { png, width: 40, height: 20, sha256: 'green' }
    const data = new Uint8Array(1200 * 630 * 3)
    const drawn = await drawLayers({ ...look, template: { ...template, layers: [...layers] }, logo }, og)
    layOut((drawn ?? []).slice(1), og, paintsOf(template, undefined)).blendInto({
      width: 1200,
      height: 630,
      data,
    })
    const green = Array.from({ length: 1200 * 630 }, (_, pixel) => pixel).filter(
      pixel => data[pixel * 3 + 1] === 255,
    )
    expect(green).toHaveLength(80 * 40)
    expect([Math.min(...green) % 1200, Math.floor(Math.min(...green) / 1200)]).toEqual([1060, 60])
  })
})
