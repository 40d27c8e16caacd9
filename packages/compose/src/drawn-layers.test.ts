import { FONT_NAMES, TEMPLATE_NAMES, TEMPLATES } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { drawLayers, mostOf } from './drawn-layers.ts'
import { type Frame, frameOf } from './frame.ts'
import type { Look } from './look.ts'
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
