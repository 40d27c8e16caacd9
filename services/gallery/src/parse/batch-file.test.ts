import { batchRequestSchema, Catalog } from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { readBatchFile } from './batch-file.ts'

const POSITIONAL = [['A fox', 'An owl'], ['gpt-image-2'], 'anime', 'left-panel', 'lora', 'a book', 'no text']

const read = (name: string, content: string | Uint8Array<ArrayBuffer>) =>
  readBatchFile(new File([content], name))

describe('a file that is a batch', () => {
  it('can be the positional form', async () => {
    await expect(read('batch.json', JSON.stringify(POSITIONAL))).resolves.toEqual({
      prompts: ['A fox', 'An owl'],
      models: ['gpt-image-2'],
      style: 'anime',
      template: 'left-panel',
      font: 'lora',
      context: 'a book',
      extraPrompt: 'no text',
    })
  })

  it('can be the object form, and leave things out', async () => {
    await expect(read('x.txt', ' {"prompts": ["A fox"], "style": "neon"}')).resolves.toEqual({
      prompts: ['A fox'],
      style: 'neon',
    })
  })

  it('can say more of the look in the object form', async () => {
    const look = { outputs: ['og', { size: 'square' }], title: false, theme: 'light', kicker: 'Today' }
    const text = JSON.stringify({ prompts: ['A fox'], ...look })
    await expect(read('b.json', text)).resolves.toMatchObject(look)
    for (const [wrong, why] of [
      [{ title: 'no' }, 'title: expected true or false, found text'],
      [{ outputs: 'og' }, 'outputs: expected an array, found text'],
      [{ theme: 1 }, 'theme: expected text, found a number'],
    ] as const)
      await expect(read('b.json', JSON.stringify({ prompts: ['A fox'], ...wrong }))).rejects.toThrow(why)
  })

  it('can say how soon, with a deadline that is a time or hours', async () => {
    for (const deadline of [6, '2026-11-27T08:00:00Z']) {
      const said = { prompts: ['A fox'], speed: 'economy', economy: 'only', deadline }
      expect(await read('a.json', JSON.stringify(said))).toEqual(said)
    }
    await expect(read('a.json', '{"prompts": ["A fox"], "deadline": true}')).rejects.toThrow(
      'deadline: expected a number, or text, found true or false',
    )
  })

  it('can say every field that a request can have, and each is taken', async () => {
    const limits = { maxImages: 100, maxPromptLength: 100 }
    const batch = {
      prompts: ['A fox'],
      models: ['gpt-image-2'],
      style: 'anime',
      template: 'left-panel',
      font: 'lora',
      context: 'a book',
      extraPrompt: 'no text',
      webhook: 'https://a.example',
      maxCostUsd: 2,
      fallback: ['gpt-image-2', { id: 'gemini-3-pro-image', imageSize: '2K' }],
      fallbackOn: ['quota'],
      reuse: 'always',
      speed: 'economy',
      economy: 'only',
      deadline: 6,
      references: ['a'.repeat(64)],
      name: 'Winter',
      tags: ['book'],
      from: 'zybqyrez2z-kx13qn',
      variations: 2,
      sample: 1,
      outputs: ['og'],
      title: true,
      titleSize: 'series',
      theme: 'light',
      language: 'de',
      kicker: 'Today',
      subtitle: 'And tomorrow',
      byline: 'A fox',
      logo: 'ours',
    }
    const fields = Object.keys(batchRequestSchema(new Catalog(), limits).out.shape)
    expect(Object.keys(batch).toSorted()).toEqual(fields.toSorted())
    await expect(read('b.json', JSON.stringify(batch))).resolves.toEqual(batch)
    for (const field of ['fallback', 'fallbackOn', 'references'])
      await expect(read('b.json', JSON.stringify({ prompts: ['A fox'], [field]: 'a' }))).rejects.toThrow(
        `${field}: expected an array of texts, found text`,
      )
  })

  it('has each prompt on one line of the form', async () => {
    const json = JSON.stringify({ prompts: ['A fox\n in snow'] })
    await expect(read('b.json', json)).resolves.toEqual({ prompts: ['A fox in snow'] })
  })

  it('can be plain text, one prompt a line', async () => {
    await expect(read('ideas.txt', 'A fox\r\n\r\n  An owl \n')).resolves.toEqual({
      prompts: ['A fox', 'An owl'],
    })
  })

  it('can come from any system, and from a spreadsheet', async () => {
    await expect(read('ideas.txt', 'A fox\rAn owl')).resolves.toEqual({
      prompts: ['A fox', 'An owl'],
    })
    const json = JSON.stringify({ prompts: ['A fox\r\nin\vsnow'] })
    await expect(read('b.json', json)).resolves.toEqual({ prompts: ['A fox in snow'] })
  })

  it('can be UTF-16 that says so', async () => {
    const bytes = Buffer.from('\uFEFFUn café', 'utf16le')
    await expect(read('ideas.txt', bytes)).resolves.toEqual({ prompts: ['Un café'] })
  })

  it.each([
    ['a column named prompt', 'Prompt\n"A fox, red"\nAn owl\n', ['A fox, red', 'An owl']],
    ['a single column without a name', 'A fox\nAn owl\n', ['A fox', 'An owl']],
    ['a single column with a name', 'title\nA fox\n', ['A fox']],
    ['lines within a cell', 'prompt\n"A fox\nin snow"\n', ['A fox in snow']],
  ])('can be CSV with %s', async (_, text, prompts) => {
    await expect(read('x.csv', text)).resolves.toEqual({ prompts })
  })

  it('can be a table, whose rows keep what stands beside their prompts and their lines', async () => {
    const text = 'prompt;title;size\n"A {{size}}\n{{title}}";fox;big\n\nAn owl;;\n'
    await expect(read('x.csv', text)).resolves.toMatchObject({
      prompts: [
        { prompt: 'A {{size}}\n{{title}}', title: 'fox', variables: { size: 'big' } },
        { prompt: 'An owl', variables: {} },
      ],
      lines: [2, 5],
    })
  })

  it('can have prompts and models that are more than a text', async () => {
    const batch = {
      prompts: ['A fox', { prompt: 'A {{size}} owl', variables: { size: 'big' } }],
      models: ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }],
      variations: 3,
      sample: 4,
    }
    await expect(read('b.json', JSON.stringify(batch))).resolves.toEqual(batch)
    await expect(read('b.json', '{"prompts": [{"title": "A fox"}]}')).rejects.toThrow(
      'prompts[0]: expected text, or an object with "prompt", found an object',
    )
    for (const [item, message] of [
      [{ title: 7 }, 'prompts[0].title: expected text, found a number'],
      [{ variables: null }, 'prompts[0].variables: expected an object, found null'],
      [{ variables: { size: 7 } }, 'prompts[0].variables.size: expected text, found a number'],
    ] as const)
      await expect(
        read('b.json', JSON.stringify({ prompts: [{ prompt: 'A fox', ...item }] })),
      ).rejects.toThrow(message)
  })

  it('can be CSV as Excel saves it without a word on its encoding', async () => {
    const bytes = Buffer.from('prompt;prix\r\nUn café;3,50\r\n', 'latin1')
    await expect(read('x.csv', bytes)).resolves.toMatchObject({ prompts: [{ prompt: 'Un café' }] })
  })

  it('can be JSON by the line', async () => {
    const text = '{"prompt": "A {{size}} fox", "size": "big"}\n{"prompt": "An owl"}\n'
    for (const name of ['x.ndjson', 'x.JSONL'])
      await expect(read(name, text)).resolves.toMatchObject({
        prompts: [
          { prompt: 'A {{size}} fox', variables: { size: 'big' } },
          { prompt: 'An owl', variables: {} },
        ],
        lines: [1, 2],
      })
  })

  it('is read with and without a byte order mark', async () => {
    await expect(read('b.json', '\uFEFF{"prompts": ["A fox"]}')).resolves.toEqual({ prompts: ['A fox'] })
  })
})

describe('a file that is no batch', () => {
  it.each([
    [
      'broken JSON',
      'b.json',
      '{\n  "prompts": ["A fox",]\n}',
      'b.json is not JSON: "]" after a comma; take the comma away (line 2 column 23)',
    ],
    [
      'too few parts',
      'b.json',
      '[["A fox"], ["m"], "anime"]',
      'b.json is an array of 3. Expected exactly 7 parts',
    ],
    [
      'a wrong type',
      'b.json',
      '{"prompts": "A fox"}',
      'goes wrong at prompts: expected an array of texts, found text',
    ],
    [
      'a wrong item',
      'b.json',
      '{"prompts": ["A fox", 7]}',
      'goes wrong at prompts[1]: expected text, or an object with "prompt", found a number',
    ],
    ['an unknown field', 'b.json', '{"promts": []}', 'has "promts", which no batch has'],
    ['no prompts', 'b.json', '{"models": ["m"]}', 'has no prompts'],
    ['a bare value', 'b.json', '12', 'b.json holds a number'],
    ['an empty file', 'a.txt', ' \n', 'a.txt is empty'],
    ['a picture', 'a.jpg', 'JFIF\0\uFFFD', 'a.jpg is not text'],
    [
      'CSV without prompts',
      'a.csv',
      'name,colour\nfox,red\n',
      'has the columns "name", "colour". Expected one named "prompt"',
    ],
    ['CSV with a name and nothing else', 'a.csv', 'prompt\n', 'a.csv, line 1: is the header, and no row'],
    [
      'CSV with an open quote',
      'a.csv',
      'id,prompt\n1,"A fox\n',
      'a.csv, line 2, column "prompt": begins with',
    ],
    ['CSV that is a workbook', 'a.csv', 'PK\x03\x04', 'a.csv is an Excel workbook, or another ZIP file'],
    [
      'a variable that has no column',
      'a.csv',
      'prompt,size\nA {{colour}} fox,big\n',
      'a.csv, line 2, column "prompt": has no value for {{colour}}.',
    ],
    [
      'broken JSON by the line',
      'a.jsonl',
      '{"prompt": 7}\n{',
      'a.jsonl, line 2: is not JSON: it ends too early',
    ],
    [
      'many faults',
      'a.csv',
      `prompt,size\n${',big\n'.repeat(8)}`,
      'line 6, column "prompt": is empty: say what the picture shows, or take the row out; and 3 more.',
    ],
  ])('such as %s is told where it goes wrong', async (_, name, text, message) => {
    await expect(read(name, text)).rejects.toThrow(message)
  })

  it('is told of its first byte that is not UTF-8', async () => {
    const bytes = Buffer.from('Un café', 'latin1')
    await expect(read('ideas.txt', bytes)).rejects.toThrow(
      'ideas.txt is not UTF-8: byte 0xE9 at line 1 column 7. Expected a batch.json',
    )
  })
})
