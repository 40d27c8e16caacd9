import { describe, expect, it } from 'vitest'
import { decodeText, parseJson } from './index.ts'

const encode = (text: string) => new TextEncoder().encode(text)

describe('the text of bytes', () => {
  it('is read without a byte order mark', () => {
    expect(decodeText(encode('\uFEFF{"a":"é"}'))).toBe('{"a":"é"}')
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x5b, 0, 0x5d, 0))).toBe('[]')
    expect(decodeText(Uint8Array.of(0xfe, 0xff, 0, 0x5b, 0, 0x5d))).toBe('[]')
  })

  it('is read as its charset says', () => {
    expect(decodeText(Uint8Array.of(0x43, 0xe9, 0x80), 'ISO-8859-1')).toBe('Cé€')
    expect(decodeText(encode('é'), 'UTF-8')).toBe('é')
    expect(() => decodeText(encode('a'), 'klingon')).toThrow(/encoding that is not known/)
  })

  it.each([
    ['latin-1', Buffer.from('{"prompts":["Café"]}', 'latin1'), 'is not UTF-8: byte 0xE9 at line 1 column 17'],
    ['latin-1 after a mark', [0xef, 0xbb, 0xbf, 0x0a, 0x41, 0xe9, 0x22], 'byte 0xE9 at line 2 column 2'],
    ['latin-1 after a � of its own', [...encode('é�'), 0xe9], 'byte 0xE9 at line 1 column 3'],
    ['a character cut short', [0x41, 0xc3], 'byte 0xC3 at line 1 column 2'],
    ['half a surrogate pair', [0xed, 0xa0, 0x80], 'byte 0xED at line 1 column 1'],
  ])('says where it is not UTF-8: %s', (_name, bytes, message) => {
    expect(() => decodeText(Uint8Array.from(bytes))).toThrow(message)
  })
})

describe('JSON', () => {
  it.each([
    ['{\n  "prompts": [\n    "A fox",\n  ]\n}', 'line 4 column 3', '"]" after a comma; take the comma away'],
    ['{"a": 1,}', 'line 1 column 9', '"}" after a comma; take the comma away'],
    ['[1\r\n2]', 'line 2 column 1', 'expected "," or "]", found "2"'],
    ['[1\r\r2]', 'line 3 column 1', ''],
    ['{"a" 1}', 'line 1 column 6', 'expected ":" after the name, found "1"'],
    ['{a: 1}', 'line 1 column 2', 'expected a name in double quotes or "}", found "a"'],
    ["{'a': 1}", 'line 1 column 2', 'expected a name in double quotes or "}", found "\'"; use straight'],
    ['[“a”]', 'line 1 column 2', 'expected a value or "]", found "“"; use straight double quotes'],
    ['[1, // one\n2]', 'line 1 column 5', 'expected a value, found "/"; JSON has no comments'],
    ['["a\nb"]', 'line 1 column 4', 'the string holds a line break; write it as \\n'],
    ['["a\tb"]', 'line 1 column 4', 'the string holds a control character'],
    ['["C:\\dir"]', 'line 1 column 5', 'the string holds a backslash that means nothing'],
    ['["a]', 'line 1 column 2', 'a string that begins here has no end'],
    ['[01]', 'line 1 column 3', 'expected "," or "]", found "1"'],
    ['[.5]', 'line 1 column 2', 'expected a value or "]", found "."'],
    ['[NaN]', 'line 1 column 2', 'expected a value or "]", found "N"'],
    ['[1}', 'line 1 column 3', 'expected "," or "]", found "}"'],
    ['{}\n{}', 'line 2 column 1', 'expected nothing more after the end, found "{"'],
    ['{\n "a": [', 'line 2 column 8', 'it ends too early'],
    ['  ', 'line 1 column 3', 'it is empty'],
  ])('says where %j goes wrong, and how', (text, place, reason) => {
    expect(() => parseJson(text)).toThrow(`is not JSON: ${reason}`)
    expect(() => parseJson(text)).toThrow(`(${place})`)
  })

  it('is read as it is where it is JSON', () => {
    const value = { a: ['\\"', ',[{', '\\\\', 1.5e3, true, null], b: {} }
    expect(parseJson(JSON.stringify(value))).toEqual(value)
  })

  it('with more in it than any batch has is refused before it is read', () => {
    const keys = Array.from({ length: 1_300_000 }, (_, index) => `"${index}":0`)
    const body = `{${keys.join(',')}}`
    expect(() => parseJson(body)).toThrow('holds more than 250000 values')
    expect(() => parseJson('['.repeat(8_000_000))).toThrow(
      'nested more than 32 levels deep at line 1 column 33',
    )
  })

  it('as large as the largest batch is read', () => {
    const prompts = Array.from({ length: 10_000 }, (_, index) => `Prompt, ["${index}"]`)
    expect(parseJson(JSON.stringify({ prompts, models: Array(100).fill('m') }))).toMatchObject({ prompts })
  })
})
