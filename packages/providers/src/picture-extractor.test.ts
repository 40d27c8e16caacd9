import { describe, expect, it, test } from 'vitest'
import { decodeImage } from './image.ts'
import { type Extracted, PictureExtractor } from './picture-extractor.ts'
import { PNG } from './server.testing.ts'

/** Bytes that start as a PNG does, too many for a string of JSON that stays where it is. */
const picture = (bytes = 40_000) => Buffer.concat([PNG, noise(bytes)])

/** Always the same bytes, without a pattern. */
function noise(bytes: number): Buffer {
  const made = Buffer.alloc(bytes)
  for (let at = 0, state = 1; at < bytes; at++) {
    state = (state * 48_271) % 0x7fffffff
    made[at] = state >> 8
  }
  return made
}

function extract(pieces: Iterable<Buffer>, jsonBytes?: number): Extracted {
  const extractor = new PictureExtractor(jsonBytes)
  for (const piece of pieces) extractor.add(piece)
  return extractor.end()
}

/** The same bytes in pieces of changing length. */
function* cut(bytes: Buffer, longest: number): Generator<Buffer> {
  let length = 1
  for (let at = 0; at < bytes.length; at += length) {
    length = 1 + ((length * 7_919 + at) % longest)
    yield bytes.subarray(at, at + length)
  }
}

/** What an answer says, with every long picture in its place. */
function said({ json, pictures }: Extracted): unknown {
  return JSON.parse(json, (_name, value) =>
    typeof value === 'string' ? (pictures.get(value) ?? value) : value,
  )
}

const escaped = (base64: string) => base64.replaceAll('/', '\\/')
const wrapped = (base64: string) => base64.replaceAll(/.{76}/g, '$&\\r\\n')
const bytes = picture()
const base64 = bytes.toString('base64')

const WRITTEN: readonly [string, string][] = [
  ['plain', base64],
  ['without padding', base64.replaceAll('=', '')],
  ['in the alphabet for URLs', bytes.toString('base64url')],
  ['with slashes escaped', escaped(base64)],
  ['with signs escaped by number', base64.replaceAll('=', '\\u003d').replaceAll('+', '\\u002B')],
  ['in lines', wrapped(base64)],
  ['with blanks around it', ` \\n${base64} `],
  ['as a data URL', `data:image/png;base64,${base64}`],
  ['as a data URL with slashes escaped', escaped(`data:image/png;base64,${base64}`)],
  ['with something behind its padding', `${base64}==AAAA`],
  ['with what is no base64 in it', `${base64.slice(0, 36_000)}~é${base64.slice(36_000)}`],
]

describe.each(WRITTEN)('a picture %s', (_how, written) => {
  const json = Buffer.from(
    `{"created":1,"data":[{"b64_json":"${written}","revised_prompt":"a \\"fox\\" \\\\"}]}`,
  )
  const whole = JSON.parse(json.toString())
  const decoded = decodeImage(whole.data[0].b64_json).bytes

  it.each([61, 1_000, 65_536])(
    'is what JSON.parse and Buffer.from make of it, in pieces up to %i',
    longest => {
      for (const jsonBytes of [undefined, json.length]) {
        const extracted = extract(cut(json, longest), jsonBytes)
        expect(extracted.json.length).toBeLessThan(200)
        expect([...extracted.pictures.values()]).toEqual([decoded])
        expect(said(extracted)).toEqual({
          created: 1,
          data: [{ b64_json: decoded, revised_prompt: 'a "fox" \\' }],
        })
      }
    },
  )
})

test('it does not matter where an answer is cut', () => {
  // As little as is taken out, behind and before what can be mistaken at a cut.
  const head = '{"a\\\\":"\\"\\\\","b":["\\u00e9 é",{"c":"'
  const tail = '\\u003d\\/"}],"d":"\\\\\\""}'
  const short = escaped(bytes.subarray(0, 24_700).toString('base64'))
  const json = Buffer.from(head + short + tail)
  const whole = said(extract([json]))
  expect(whole).toEqual({
    'a\\': '"\\',
    b: ['é é', { c: decodeImage(`${short}=/`.replaceAll('\\', '')).bytes }],
    d: '\\"',
  })
  const offsets = [...Array(60).keys()]
  for (const at of offsets.flatMap(offset => [offset, json.length - offset, 32_800 + offset]))
    expect(said(extract([json.subarray(0, at), json.subarray(at)])), `cut at ${at}`).toEqual(whole)
})

test('several pictures keep their places', () => {
  const others = [picture(50_000), picture(70_000)]
  const parts = [bytes, ...others].map(data => ({ inlineData: { data: data.toString('base64') } }))
  const json = Buffer.from(JSON.stringify({ parts }))
  for (const jsonBytes of [undefined, json.length])
    expect(said(extract(cut(json, 5_000), jsonBytes))).toEqual({
      parts: [bytes, ...others].map(data => ({ inlineData: { data } })),
    })
})

test.each([
  ['words', 'a fox, and \\"another\\" one. é '.repeat(3_000)],
  ['base64 of something else', noise(60_000).toString('base64')],
  ['what begins as a picture of 30 kB does', PNG.toString('base64')],
  ['nothing', ''],
  ['backslashes', '\\\\'.repeat(40_000)],
])('a string of %s stays as it is', (_what, text) => {
  const json = `{"text":"${text}","more":[1,"${text}"]}`
  for (const longest of [333, 65_536]) {
    const extracted = extract(cut(Buffer.from(json), longest))
    expect(extracted).toEqual({ json, pictures: new Map() })
  }
})

test('what breaks off inside a picture is no JSON', () => {
  const json = Buffer.from(JSON.stringify({ data: base64 }))
  expect(() => JSON.parse(extract([json.subarray(0, -10)]).json)).toThrow(SyntaxError)
})

test('a picture is decoded into memory of its size, and never held as text', () => {
  const large = picture(3_000_000)
  const json = Buffer.from(JSON.stringify({ data: [{ b64_json: large.toString('base64') }] }))
  for (const jsonBytes of [undefined, json.length]) {
    const extractor = new PictureExtractor(jsonBytes)
    let most = 0
    for (const piece of cut(json, 65_536)) {
      extractor.add(piece)
      most = Math.max(most, extractor.heldBytes)
    }
    expect(most).toBeLessThan(large.length + 300_000)
    expect(extractor.largestBytes).toBe(large.length)
  }
})
