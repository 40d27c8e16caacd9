import { describe, expect, it } from 'vitest'
import { itemsOf, parse, problemsOf, promptsOf } from './table.testing.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
const utf16 = (text: string) => Uint8Array.from(Buffer.from(`\uFEFF${text}`, 'utf16le'))

/** What all of the files below say. */
const CAFE = [{ prompt: 'Un café, «à Paris»', title: 'Le "Café"', variables: { prix: '3,50' } }]

describe('a table that Excel saved', () => {
  it.each([
    [
      'CSV UTF-8, with commas',
      utf8('\uFEFFprompt,title,prix\r\n"Un café, «à Paris»","Le ""Café""","3,50"\r\n'),
    ],
    [
      'CSV UTF-8, where the comma is in numbers',
      utf8('\uFEFFprompt;title;prix\r\nUn café, «à Paris»;"Le ""Café""";3,50\r\n'),
    ],
    ['CSV', latin1('prompt;title;prix\r\nUn café, «à Paris»;"Le ""Café""";3,50\r\n')],
    ['Unicode text', utf16('prompt\ttitle\tprix\r\n"Un café, «à Paris»"\t"Le ""Café"""\t3,50\r\n')],
    ['CSV of an old Mac', utf8('prompt;title;prix\rUn café, «à Paris»;"Le ""Café""";3,50\r')],
    [
      'CSV for Excel itself',
      utf8('\uFEFFsep=;\r\nprompt;title;prix\r\nUn café, «à Paris»;"Le ""Café""";3,50'),
    ],
  ])('as %s is read as it was meant', (_, bytes) => {
    expect(itemsOf(bytes)).toEqual(CAFE)
  })

  it('may have empty rows and columns all around', () => {
    const bytes = utf8(
      '\uFEFF;;;;\r\nprompt;;size;;\r\nA fox;;big;;\r\n;;;;\r\n  ;;;;\r\nAn owl;;;;\r\n;;;;\r\n;;;;\r\n',
    )
    expect(itemsOf(bytes)).toEqual([
      { prompt: 'A fox', variables: { size: 'big' } },
      { prompt: 'An owl', variables: {} },
    ])
  })

  it('may break lines in a cell and in a header', () => {
    expect(itemsOf(utf8('prompt;"Main\ncolour"\r\n"A fox\nin snow";red\r\n'))).toEqual([
      { prompt: 'A fox\nin snow', variables: { 'Main colour': 'red' } },
    ])
  })

  it('may have been added to by another program, with other line ends', () => {
    expect(promptsOf(utf8('prompt,size\r\nA fox,1\r\nAn owl,2\nA cat,3\rA dog,4'))).toEqual([
      'A fox',
      'An owl',
      'A cat',
      'A dog',
    ])
  })

  it('keeps commas of a text where semicolons stand between cells, and the other way round', () => {
    expect(promptsOf('note;prompt\na, b, c;A fox, red, wild\n')).toEqual(['A fox, red, wild'])
    expect(promptsOf('a;b;c,prompt\nx;y;z,A fox; red\n')).toEqual(['A fox; red'])
    expect(promptsOf('prompt\nA fox, red; wild\n')).toEqual(['A fox, red; wild'])
  })

  it('counts the line that says what stands between cells', () => {
    expect(problemsOf('sep=;\nprompt;size\n;big')).toEqual([
      expect.stringMatching(/^line 3, column "prompt"/),
    ])
  })
})

describe('the encoding', () => {
  it('is told, with a line to see it by, where it was guessed', () => {
    expect(parse(latin1('prompt\r\nA fox\r\nUn café au lait\r\n')).warnings).toEqual([
      {
        line: 3,
        message: 'read as Windows-1252, "Un café au lait"; if that is wrong, save the file as "CSV UTF-8"',
      },
    ])
    expect(parse(utf8('prompt\r\nUn café\r\n')).warnings).toEqual([])
  })

  it('is what the sender says it is', () => {
    const bytes = latin1('prompt\nUn caf\xe9')
    expect(parse(bytes, { charset: 'windows-1252' })).toMatchObject({ warnings: [], problems: [] })
    expect(promptsOf(latin1('prompt\n\xc6\xee'), { charset: 'windows-1251' })).toEqual(['Жо'])
    expect(problemsOf(bytes, { charset: 'utf-8' })).toEqual([
      'is not UTF-8: byte 0xE9 at line 2 column 7: save it as "CSV UTF-8"',
    ])
    expect(problemsOf(bytes, { charset: 'klingon' })[0]).toContain('encoding that is not known')
  })

  it('may be that of typographic signs', () => {
    expect(promptsOf(latin1('prompt\n\x93Caf\xe9\x85\x94 \x96 5\x80'))).toEqual(['“Café…” – 5€'])
  })

  it.each([
    ['Cyrillic', [0xcb, 0xe8, 0xf1, 0xe0]],
    ['Shift JIS', [0x82, 0xa0, 0x82, 0xa2, 0x82, 0xa4]],
    ['Shift JIS with a comma', [0x8b, 0xb6, 0x81, 0x41]],
    ['GBK', [0xba, 0xfc, 0xc0, 0xea]],
    ['UTF-8 that is broken', [0xef, 0xbf, 0xbd, 0xc3, 0xc3, 0xc3]],
  ])('is not guessed where it must be another one, such as %s', (_, letters) => {
    const bytes = Uint8Array.from([...utf8('prompt\n'), ...letters])
    expect(problemsOf(bytes)).toEqual([
      expect.stringMatching(/^is not UTF-8: byte .*: save it as "CSV UTF-8"$/),
    ])
  })
})

describe('a file that is no table', () => {
  it.each([
    [
      'an Excel workbook',
      latin1('PK\x03\x04\x14\0\x06\0'),
      'is an Excel workbook, or another ZIP file: save its sheet',
    ],
    [
      'an old Excel workbook',
      latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
      'is an Excel workbook: save its sheet',
    ],
    ['a PDF', latin1('%PDF-1.7\n'), 'is a PDF'],
    ['a PNG', latin1('\x89PNG\r\n\x1a\n\0\0\0'), 'is not text'],
    ['UTF-16 without a mark', Uint8Array.from(Buffer.from('prompt\nA fox', 'utf16le')), 'is not text'],
    ['HTML', utf8('\uFEFF \n<!DOCTYPE html><table>'), 'is HTML or XML'],
    ['a table of HTML, as an .xls may be', utf8('<table border=1><tr>'), 'is HTML or XML'],
    ['XML', utf8('<?xml version="1.0"?>'), 'is HTML or XML'],
    ['a batch in JSON', utf8('{\n "prompts": ["A fox", "An owl"]}'), 'is JSON, and no CSV'],
    ['a positional batch', utf8('[["A fox"],["m"]]'), 'is JSON, and no CSV'],
  ])('such as %s is told apart', (_, bytes, problem) => {
    expect(problemsOf(bytes)).toEqual([expect.stringContaining(problem)])
  })

  it('is not what begins with a brace alone', () => {
    expect(promptsOf('{{product}} on a shelf\n[A fox]\n<3 foxes\n')).toEqual([
      '{{product}} on a shelf',
      '[A fox]',
      '<3 foxes',
    ])
  })
})
