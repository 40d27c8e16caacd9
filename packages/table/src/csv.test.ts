import { describe, expect, it } from 'vitest'
import { itemsOf, parse, problemsOf, promptsOf } from './table.testing.ts'

describe('a table with a header', () => {
  it('asks for one prompt a row, with what stands in the other columns', () => {
    const table = [
      'prompt,title,language,kicker,subtitle,byline,references,product,Main colour',
      'A {{product}},Kettles,de,New,For tea,by Ada,mascot https://pictures.example/a.png,kettle,red',
      'A teapot,,,,,,,,',
    ].join('\n')
    expect(itemsOf(table)).toEqual([
      {
        prompt: 'A {{product}}',
        title: 'Kettles',
        language: 'de',
        kicker: 'New',
        subtitle: 'For tea',
        byline: 'by Ada',
        references: ['mascot', 'https://pictures.example/a.png'],
        variables: { product: 'kettle', 'Main colour': 'red' },
      },
      { prompt: 'A teapot', variables: {} },
    ])
  })

  it('says which columns it has, and which are variables', () => {
    expect(parse('Product,Prompt\nfox,A {{product}}').columns).toEqual([
      { name: 'Product', field: undefined, at: 0 },
      { name: 'Prompt', field: 'prompt', at: 1 },
    ])
  })

  it.each(['prompt', 'Prompt', ' PROMPT ', '\u00a0prompt', 'Prompts', '"prompt"'])(
    'finds the prompts below %j',
    header => {
      expect(promptsOf(`id,${header}\n1,A fox\n2,An owl`)).toEqual(['A fox', 'An owl'])
    },
  )

  it('has its titles for prompts where it has no others', () => {
    expect(itemsOf('id,title\n1,A fox')).toEqual([{ prompt: 'A fox', variables: { id: '1' } }])
    expect(promptsOf('title\nA fox')).toEqual(['A fox'])
  })

  it('takes references with commas between them, which addresses may have inside', () => {
    const [item] = itemsOf('prompt;references\nA fox;https://a.example/?b=1,2, mascot\n')
    expect(item?.references).toEqual(['https://a.example/?b=1,2', 'mascot'])
  })

  it('tells each row by the line on which it begins', () => {
    const table = '\n\nprompt,size\n"A fox\nin snow",big\n\n"An ""owl"""\n,,\nA cat'
    expect(parse(table).rows.map(({ line, item }) => [line, item.prompt])).toEqual([
      [4, 'A fox\nin snow'],
      [7, 'An "owl"'],
      [9, 'A cat'],
    ])
  })

  it('may leave out the last cells of a row', () => {
    expect(itemsOf('prompt,size,colour\nA fox\nAn owl,big')).toEqual([
      { prompt: 'A fox', variables: {} },
      { prompt: 'An owl', variables: { size: 'big' } },
    ])
  })
})

describe('a list without a header', () => {
  it('is one prompt a line, and says so', () => {
    const { rows, warnings } = parse('A fox\n\nAn owl; a big one, grey\n"A ""cat"", asleep"\n')
    expect(rows.map(({ item }) => item.prompt)).toEqual([
      'A fox',
      'An owl; a big one, grey',
      'A "cat", asleep',
    ])
    expect(warnings).toEqual([{ line: 1, message: 'is taken for a prompt: the table has no header' }])
  })

  it('can have the empty columns that a spreadsheet wrote', () => {
    expect(promptsOf('A fox;;\nAn owl;;\n')).toEqual(['A fox', 'An owl'])
  })
})

describe('quotes', () => {
  it('hold separators, line ends and quotes', () => {
    expect(itemsOf('prompt,note\r\n"A fox, red\r\nand ""wild""","x,y"\r\n')).toEqual([
      { prompt: 'A fox, red\nand "wild"', variables: { note: 'x,y' } },
    ])
  })

  it('are characters like others inside of a cell that begins without one', () => {
    expect(promptsOf('id,prompt\n1,A 12" record "on" a shelf\n2,"An owl"  \n')).toEqual([
      'A 12" record "on" a shelf',
      'An owl',
    ])
  })
})

describe('a table at fault', () => {
  it.each([
    [
      'no prompts',
      'name,colour\nfox,red',
      'line 1: has the columns "name", "colour". Expected one named "prompt"',
    ],
    [
      'nothing in it',
      ' \n;;\n',
      'is empty: write a header with a column "prompt", and a row for each prompt',
    ],
    ['a header alone', '\nprompt,size\n,\n', 'line 2: is the header, and no row stands below it'],
    [
      'a header twice',
      'Size,prompt, size\n1,2,3',
      'line 1, column 3: has the name "size", which column 1 has: rename one, or take it out',
    ],
    [
      'the prompts twice',
      'prompt,Prompts\na,b',
      'line 1, column 2: has the name "Prompts", which column 1 has',
    ],
    [
      'braces in a header',
      'prompt,{{a}}\na,b',
      'line 1, column 2: "{{a}}" is no name of a column: it must not',
    ],
    [
      'an empty header above text',
      'prompt,,size\na,,b\nc,d,e\nf,g,h',
      'line 3, column 2: has text and no name: name it in the header, or take the text out',
    ],
    [
      'a row too long',
      'prompt,size\n"a\nb",c\nA fox, red, in snow',
      'line 4: has 3 cells, and the first row 2: put a text that holds a separator in double quotes',
    ],
    ['a row without a prompt', 'size,prompt\n1,a\n2,\n', 'line 3, column "prompt": is empty: say what'],
    [
      'a quote without an end',
      'prompt,size\na,"b\nc"\n"d\ne","f\n\ng,h\n',
      'line 5, column "size": begins with a double quote, and no other ends it',
    ],
    [
      'a cell that goes on after its quote',
      'size,prompt\n1,"a\nb"\n"2\n2","A "red" fox"\n',
      'line 5, column "prompt": goes on after the double quote that ends it',
    ],
    ['a wrong quote in the header', '"a" b,prompt\n1,2', 'line 1, column 1: goes on after the double quote'],
    ['more columns than any has', `prompt${',a'.repeat(101)}\n1`, 'line 1: has 102 columns; at most 100'],
    ['a formula that failed', 'prompt,size\nA fox,#NAME?', 'line 2, column "size": holds "#NAME?", which'],
    ['a number wider than its column', 'prompt,size\nA fox,#####', 'line 2, column "size": holds "#####"'],
  ])('with %s is told where', (_, table, problem) => {
    expect(problemsOf(table)[0]).toContain(problem)
    expect(parse(table).rows).toEqual([])
  })

  it('is told of everything at once, and nothing of it is taken', () => {
    const { problems, rows } = parse(
      'prompt,size,,colour\nA fox,big,,red\n,big,,red\na,b,c,d,e\n"A "red" fox",b,,c\nAn owl,#REF!,grey,\n',
    )
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 6, 6])
    expect(rows).toEqual([])
  })

  it('is taken as one says, whatever its columns are called', () => {
    const table = 'Beschreibung;Titel;Notiz;Notiz 2;farbe\nEine {{farbe}}e Kanne;Kanne;hm;;rot\n'
    const fields = { Beschreibung: 'prompt', Titel: 'title', Notiz: 'nothing', 'Notiz 2': 'nothing' } as const
    const fieldOf = (name: string) => Object.entries(fields).find(([known]) => known === name)?.[1]
    expect(itemsOf(table, { fieldOf })).toEqual([
      { prompt: 'Eine {{farbe}}e Kanne', title: 'Kanne', variables: { farbe: 'rot' } },
    ])
    expect(parse(table).header).toEqual(['Beschreibung', 'Titel', 'Notiz', 'Notiz 2', 'farbe'])
  })

  it('is told of a hundred faults and no more', () => {
    expect(problemsOf(`prompt,size\n${',big\n'.repeat(300)}`, { maxRows: 1_000 })).toHaveLength(100)
  })

  it('with too many rows is told at which', () => {
    expect(problemsOf('prompt\na\nb\n\n"c\nd"', { maxRows: 3 })).toEqual([])
    expect(problemsOf('prompt\na\nb\n\n"c\nd"', { maxRows: 2 })).toEqual([
      'line 5: is row 3: at most 2 are allowed, so split the table',
    ])
    expect(problemsOf('a\nb\nc', { maxRows: 2 })).toEqual([
      'line 3: is row 3: at most 2 are allowed, so split the table',
    ])
  })

  it('that is too large is not read', () => {
    expect(problemsOf('prompt\nA fox', { maxBytes: 5 })).toEqual(['is larger than 5 bytes: split it'])
  })

  it.each([
    ['separators', `prompt\n${','.repeat(1_000_001)}`],
    ['empty rows', `prompt\n${'\n'.repeat(1_000_001)}`],
    ['wrong quotes', '"x'.repeat(1_000_001)],
  ])('with more %s than any table has is not read', (_, table) => {
    expect(problemsOf(table, { maxBytes: 10_000_000 })[0]).toMatch(
      /^has more than 1000000 separators, quotes/,
    )
  })
})
