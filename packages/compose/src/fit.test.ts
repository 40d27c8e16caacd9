import { describe, expect, it } from 'vitest'
import type { Ink } from './draw.ts'
import { FACES } from './faces.ts'
import { type Fit, fit } from './fit.ts'

const inter = FACES.inter
const options: Fit = {
  face: inter,
  color: '#ffffff',
  align: 'left',
  box: { width: 600, height: 200 },
  sizes: { min: 20, max: 80 },
}

async function inkOf(text: string, changes: Partial<Fit> = {}): Promise<Ink> {
  const ink = await fit(text, { ...options, ...changes })
  if (ink === undefined) throw new Error(`no ink for ${text}`)
  return ink
}

describe('fit', () => {
  it('draws a short text at the largest size', async () => {
    const [short, bigger] = await Promise.all([
      inkOf('Go'),
      inkOf('Go', { box: { width: 6000, height: 2000 } }),
    ])
    expect(short).toEqual(bigger)
  })

  it('keeps a text on one line if that costs little size', async () => {
    const { height, width } = await inkOf('Idempotent batches', { box: { width: 700, height: 200 } })
    expect(height).toBeLessThan(80)
    expect(width).toBeGreaterThan(600)
  })

  it('wraps in lines of about equal length', async () => {
    const { width, height } = await inkOf('Why fan-out beats sequential generation', {
      box: { width: 700, height: 200 },
      sizes: { min: 41, max: 41 },
    })
    expect(height).toBeGreaterThan(60)
    expect(width).toBeLessThan(520)
  })

  it('ends a text that is too long with an ellipsis, drawing no more than fits', async () => {
    const words = 'every frame of a roll at once '
    const [long, longer] = await Promise.all([inkOf(words.repeat(40)), inkOf(words.repeat(60))])
    expect(long.height).toBeGreaterThan(150)
    expect(longer.height).toBeGreaterThan(150)
  })

  it('draws nothing for a text without ink', async () => {
    expect(await fit('\u200d', options)).toBeUndefined()
  })

  it('does not let a fallback face push lines apart', async () => {
    const fixed = { sizes: { min: 40, max: 40 }, box: { width: 300, height: 400 } }
    const [latin, mixed] = await Promise.all([
      inkOf('one two three four five six', fixed),
      inkOf('one two 写真 four five six', fixed),
    ])
    expect(Math.abs(mixed.height - latin.height)).toBeLessThan(12)
  })
})

describe('a title in a script without spaces', () => {
  const sizes = { min: 20, max: 80 }

  it.each([
    ['Thai', 'ช่างภาพมองเห็นทุกเฟรมของฟิล์มพร้อมกันและเลือกภาพที่ดีที่สุด'],
    ['Lao', 'ຊ່າງພາບເຫັນທຸກເຟຣມຂອງຟິມພ້ອມກັນແລະເລືອກພາບທີ່ດີທີ່ສຸດ'],
    ['Khmer', 'អ្នកថតរូបមើលឃើញគ្រប់ស៊ុមនៃហ្វីលក្នុងពេលតែមួយ'],
    ['Myanmar', 'ဓာတ်ပုံဆရာသည်ဖလင်၏ဘောင်တိုင်းကိုတစ်ပြိုင်နက်မြင်သည်'],
    ['Tibetan', 'པར་པས་པར་ཐམས་ཅད་མཉམ་དུ་མཐོང་ནས་ཡག་ཤོས་འདེམས།'],
  ])('of %s fills its box in several lines, at more than the smallest size', async (_, text) => {
    const box = { width: 340, height: 420 }
    const [ink, smallest] = await Promise.all([
      inkOf(text, { box, sizes }),
      inkOf(text, { box, sizes: { min: 20, max: 20 } }),
    ])
    expect(ink.height).toBeGreaterThan(1.5 * smallest.height)
    expect(ink.width).toBeGreaterThan(0.7 * box.width)
  })
})

it('a title that the chosen font lacks has the size of the font it is drawn in', async () => {
  const [small, plain] = await Promise.all([
    inkOf('摄影师看到', { face: FACES['press-start-2p'] }),
    inkOf('摄影师看到', { face: FACES.inter }),
  ])
  expect(small).toEqual(plain)
})
