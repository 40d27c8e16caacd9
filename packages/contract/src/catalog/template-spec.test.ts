import { describe, expect, it } from 'vitest'
import { TEMPLATES } from './looks.ts'
import { calmFor, layersFor, templateSpecSchema, themeOf } from './template-spec.ts'

const bar = TEMPLATES['bottom-bar']
const [stack] = bar.layers

/** Where a changed template is wrong, and why. */
function faults(change: object): string[] {
  const { error } = templateSpecSchema.safeParse({ ...bar, ...change })
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`)
}

function faultsOf(changes: object): string[] {
  return faults({ layers: [{ ...stack, ...changes }] })
}

describe('the schema of templates', () => {
  it('takes what it gave', () => {
    for (const spec of Object.values(TEMPLATES)) expect(templateSpecSchema.parse(spec)).toEqual(spec)
  })

  it.each([
    ['another version', { version: 2 }, 'version must be 1, the only version of templates there is'],
    ['a long label', { label: 'x'.repeat(41) }, 'label must be a text of 1 to 40 characters on one line'],
    ['a label of two lines', { label: 'a\nb' }, 'label must be a text of 1 to 40 characters on one line'],
    ['a theme of its own', { theme: 'dim' }, 'theme must be one of: dark, light'],
    ['no layer', { layers: [] }, 'layers must be a list of 1 to 20'],
    ['a margin beyond all pictures', { safe: 4_000 }, 'safe must be a number from 0 to 3000 (units)'],
    [
      'colours that one theme lacks',
      { colors: { dark: { ink: '#000000' }, light: {} } },
      'colors.light lacks the colour "ink"',
    ],
    [
      'a colour by an English word',
      { colors: { dark: { ink: 'black' }, light: { ink: '#000000' } } },
      'colors.dark.ink must be a colour as #rrggbb',
    ],
  ])('refuses %s', (_, change, fault) => {
    expect(faults(change)).toContain(fault)
  })

  it.each([
    [
      'a length in pixels',
      { box: { left: '12px' } },
      'layers.0.box.left must be a number of units from 0 to 3000, or a share from "0%" to "100%" with at most two decimals',
    ],
    [
      'a box with three measures of one direction',
      { box: { left: 1, right: 2, width: 3 } },
      'layers.0.box must not have all of left, right, width: leave one out',
    ],
    [
      'a box that mixes sides',
      { box: { left: 1, end: 2 } },
      'layers.0.box must not mix left and right with start and end',
    ],
    ['no item', { items: [] }, 'layers.0.items must be a list of 1 to 12'],
    [
      'letters that are too small',
      { items: [{ kind: 'title', size: { min: 9, max: 20 }, color: 'text' }] },
      'layers.0.items.0.size.min must be a number from 10 to 200 (units)',
    ],
    [
      'sizes the wrong way round',
      { items: [{ kind: 'title', size: { min: 30, max: 20 }, color: 'text' }] },
      'layers.0.items.0.size must not have a min above its max',
    ],
    ['what it does not know', { shadow: true }, 'layers.0 Unrecognized key: "shadow"'],
  ])('refuses %s', (_, changes, fault) => {
    expect(faultsOf(changes)).toContain(fault)
  })
})

describe('a template', () => {
  const portrait = {
    calm: 'keep the foot calm',
    layers: [{ kind: 'fill' as const, box: {}, color: 'ground' }],
  }

  it('has other layers for pictures that are no wider than high, if it says so', () => {
    const spec = { ...bar, portrait }
    expect(layersFor(spec, { width: 1201, height: 1200 })).toBe(bar.layers)
    expect(layersFor(spec, { width: 1200, height: 1200 })).toBe(portrait.layers)
    expect(layersFor(bar, { width: 1080, height: 1920 })).toBe(bar.layers)
  })

  it('has the theme asked for, or else its own', () => {
    expect(themeOf(bar, undefined)).toBe('dark')
    expect(themeOf(TEMPLATES['center-box'], undefined)).toBe('light')
    expect(themeOf(TEMPLATES['center-box'], 'dark')).toBe('dark')
  })

  it('asks for calm by shape and by theme', () => {
    expect(calmFor({ ...bar, portrait }, 'wide', undefined)).toBe(bar.calm)
    expect(calmFor({ ...bar, portrait }, 'tall', undefined)).toBe('keep the foot calm')
    const overlay = TEMPLATES['overlay-bottom']
    expect(calmFor(overlay, 'wide', undefined)).toContain('rather dark')
    expect(calmFor(overlay, 'square', 'light')).toContain('rather bright')
  })
})
