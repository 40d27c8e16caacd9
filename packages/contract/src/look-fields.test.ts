import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { lookFields, lookInBatch } from './look-fields.ts'
import { fieldErrors } from './problem.ts'

const schema = z.strictObject(lookFields())

function errorsOf(look: unknown, fields = schema) {
  const result = fields.safeParse(look)
  return result.success ? [] : fieldErrors(result.error)
}

describe('the fields of a look', () => {
  it('may all be left out, and then say nothing', () => {
    expect(schema.parse({})).toEqual({})
    expect(lookInBatch({})).toEqual({})
  })

  it('are taken as they are', () => {
    const outputs = [{ name: 'square', width: 1080, height: 1080, format: 'webp', crop: 'center' }]
    const look = {
      template: 'left-panel',
      font: 'lora',
      title: false,
      titleSize: 'series',
      theme: 'light',
      language: 'ja',
      kicker: 'Today',
      subtitle: 'And tomorrow\nas well',
      byline: 'By a fox',
    } as const
    const parsed = schema.parse({ ...look, outputs: [{ size: 'square', format: 'webp' }] })
    expect(parsed).toEqual({ ...look, outputs })
    expect(lookInBatch(parsed)).toEqual({ ...look, outputs })
  })

  it('are not written down where they say what holds anyway, but are known to have been given', () => {
    const asDefault = {
      outputs: ['og'],
      title: true,
      titleSize: 'fit',
      language: '',
      kicker: ' \n',
      subtitle: '',
      byline: '',
      logo: '',
    }
    const written = lookInBatch(schema.parse(asDefault))
    expect(JSON.stringify(written)).toBe('{}')
    expect(Object.keys(written).sort()).toEqual(Object.keys(asDefault).sort())
  })

  it('write a theme down as it is given, since templates differ in the one they have by themselves', () => {
    expect(lookInBatch(schema.parse({ theme: 'dark' }))).toEqual({ theme: 'dark' })
  })

  it.each([
    ['ZH-hant-tw', 'zh-Hant-TW'],
    ['iw', 'he'],
    ['sr-Latn', 'sr-Latn'],
  ])('write the language %s as %s', (given, written) => {
    expect(schema.parse({ language: given }).language).toBe(written)
  })

  it.each(['japanese language', 'ja_JP', '-', 'x'.repeat(1_000_000), 7])(
    'refuse a language that is none',
    language => {
      expect(errorsOf({ language })).toEqual([
        {
          field: 'language',
          message: 'must be a language tag as in BCP 47, such as "ja", "zh-Hant" or "pt-BR"',
        },
      ])
    },
  )

  it.each([
    ['kicker', 120],
    ['subtitle', 300],
    ['byline', 120],
  ])('limit %s to %i characters, and refuse what controls a terminal', (field, most) => {
    expect(errorsOf({ [field]: 'x'.repeat(most) })).toEqual([])
    expect(errorsOf({ [field]: 'x'.repeat(most + 1) })).toEqual([
      { field, message: `must be at most ${most} characters` },
    ])
    expect(errorsOf({ [field]: 'a\u001bb' })).toEqual([
      { field, message: 'must not contain control characters' },
    ])
  })

  it.each([
    [{ title: 'no' }, 'title'],
    [{ titleSize: 'large' }, 'titleSize'],
    [{ theme: 'blue' }, 'theme'],
    [{ outputs: ['og', 'suqare'] }, 'outputs[1]'],
    [{ outputs: [{ size: 'og', format: 'gif' }] }, 'outputs[0].format'],
    [{ kiker: 'Today' }, 'kiker'],
  ])('refuse %j, and say which field', (look, field) => {
    expect(errorsOf(look).map(error => error.field)).toEqual([field])
  })
})

describe('a name in a look', () => {
  const names = { templates: ['bottom-bar', 'our-bar'], fonts: ['inter'], logos: [] as string[] }
  const kit = z.strictObject(lookFields(names))

  it('is one that the deployment has, also one it has had only since', () => {
    expect(errorsOf({ template: 'our-bar' }, kit)).toEqual([])
    expect(errorsOf({ logo: 'fox' }, kit)).toEqual([
      { field: 'logo', message: 'names what this deployment does not have: GET /logos lists none' },
    ])
    names.logos.push('fox')
    expect(errorsOf({ logo: 'fox' }, kit)).toEqual([])
  })

  it.each([
    ['out-bar', 'must be one of: bottom-bar, our-bar. Did you mean "our-bar"?'],
    ['x', 'must be one of: bottom-bar, our-bar'],
    [7, 'must be one of: bottom-bar, our-bar'],
  ])('that is unknown (%s) gets those there are, and the nearest', (template, message) => {
    expect(errorsOf({ template }, kit)).toEqual([{ field: 'template', message }])
  })
})
