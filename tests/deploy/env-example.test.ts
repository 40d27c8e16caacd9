import { parseEnv } from 'node:util'
import { readEnv } from '@contactsheet/runtime'
import { describe, expect, it } from 'vitest'
import { DOCUMENTS } from '../docs/documents.ts'
import { COMPOSE_VARIABLES, KNOWN_VARIABLES, readText, SECRET, SET_BY_PLATFORM } from './files.ts'

const text = readText('.env.example')

/** Its variables with the values they have there, each line as if its "#" were taken away. */
const lines = [...text.matchAll(/^#([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
  ([, name = '', value = '']): [name: string, value: string] => [name, value],
)
const names = lines.map(([name]) => name)
const known = Object.keys(KNOWN_VARIABLES).filter(name => !SET_BY_PLATFORM.includes(name))
const settable = [...new Set([...known, ...COMPOSE_VARIABLES])]

/** What a variable is where nobody sets it; undefined for none, and for one that somebody has to set. */
function defaultOf(name: string): unknown {
  return KNOWN_VARIABLES[name]?.safeParse(undefined).data
}

/** Depends on the machine. */
const WORKED_OUT = ['WORK_MEMORY_MB']

/** Whether a default is nothing that could be written down: none, an empty list, no entries. */
function isNone(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)
}

describe('.env.example', () => {
  it('sets nothing as it is, so that it can be copied to .env', () => {
    expect(parseEnv(text)).toEqual({})
  })

  it.each(settable)('names %s', name => {
    expect(names, `Add a line "#${name}=" to .env.example, with what it is for above it.`).toContain(name)
  })

  it('names each once, and none that nobody reads', () => {
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    const stray = names.filter(name => !settable.includes(name))
    expect(stray, 'Take these out of .env.example, or mend their names.').toEqual([])
  })

  it.each(lines.filter(([name]) => known.includes(name)))('has the default of %s', (name, value) => {
    const type = KNOWN_VARIABLES[name]
    const usual = defaultOf(name)
    if (value !== '' && type !== undefined)
      expect(readEnv({ [name]: type }, { [name]: value })[name]).toEqual(usual)
    else if (!WORKED_OUT.includes(name))
      expect(isNone(usual), `.env.example has to say ${name}=${JSON.stringify(usual)}, its default.`).toBe(
        true,
      )
  })

  it('is committed, and reaches no image; .env itself neither', () => {
    expect(readText('.gitignore').split('\n')).toContain('.env')
    expect(readText('.dockerignore').split('\n')).toContain('**/.env*')
  })

  it('leaves every secret empty', () => {
    expect(lines.filter(([name, value]) => SECRET.test(name) && value !== '')).toEqual([])
  })

  it('says above each line, or above those beside it, what it is for', () => {
    const blocks = text.split(/\n{2,}/).map(block => block.split('\n'))
    const mute = blocks.filter(([first = '']) => /^#[A-Z0-9_]+=/.test(first))
    expect(mute).toEqual([])
  })
})

/** A row of the table of the README: variables, what they are where nobody sets them, and what they mean. */
const rows = readText('README.md')
  .split('\n')
  .filter(line => /^\| `[A-Z_]+`/.test(line))
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(([, variables = '', defaults = '']) => ({
    names: [...variables.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
    defaults: defaults.split(',').map(value => value.trim()),
  }))

describe('the table of the README', () => {
  it.each(
    rows.flatMap(({ names, defaults: [first = '', ...more] }) =>
      // A sentence in place of a list is of all of them.
      names.map((name, index): [string, string] => [
        name,
        [first, ...more][index] ?? (first.startsWith('`') ? '' : first),
      ]),
    ),
  )('has the default of %s', (name, told) => {
    const type = KNOWN_VARIABLES[name]
    const usual = defaultOf(name)
    const [, quoted] = /^`(.*)`$/.exec(told) ?? []
    if (quoted !== undefined && type !== undefined)
      expect(readEnv({ [name]: type }, { [name]: quoted })[name]).toEqual(usual)
    else if (told === '' || told === 'none')
      expect(isNone(usual), `The README has to tell the default of ${name}.`).toBe(true)
  })
})

/** What documents name of Node, of libraries, of the command, of tests and of constants. */
const OF_OTHERS = [
  'CHROMIUM_PATH',
  'COMMON_CASES',
  'CONTACTSHEET_TOKEN',
  'CONTACTSHEET_URL',
  'IMAGE_SAFETY',
  'JOB_VERSION',
  'MALLOC_ARENA_MAX',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_ENV_PROXY',
  'OTEL_EXPORTER_OTLP_TIMEOUT',
  'OTEL_RESOURCE_ATTRIBUTES',
  'REDIS_URL',
  'UV_THREADPOOL_SIZE',
  'XDG_STATE_HOME',
]

describe('the documents', () => {
  it.each(DOCUMENTS)('%s names no variable that nobody reads', path => {
    const named = [...readText(path).matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map(([, name]) => name)
    const read = [...settable, ...SET_BY_PLATFORM, ...OF_OTHERS]
    const stray = named.filter(name => !read.includes(name ?? ''))
    expect(stray, 'Mend these names, or, where others read them, add them to OF_OTHERS here.').toEqual([])
  })

  it.each(DOCUMENTS)('%s tells defaults as they are', path => {
    const told = [...readText(path).matchAll(/^\| `([A-Z_]+)`.*?(\d+)`? if not set/gm)]
    const ours = told.filter(([, name = '']) => known.includes(name))
    for (const [, name = '', value] of ours) expect(`${name} ${value}`).toBe(`${name} ${defaultOf(name)}`)
  })
})
