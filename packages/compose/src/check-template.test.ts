import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Layer,
  type Stack,
  TEMPLATE_NAMES,
  TEMPLATES,
  type TemplateSpec,
  templateSpecSchema,
} from '@contactsheet/contract'
import { describe, expect, it } from 'vitest'
import { checkTemplate } from './check-template.ts'

const colors = { ground: '#000000', text: '#ffffff' }
const title = { kind: 'title', size: { min: 30, max: 60 }, color: 'text' } as const
const stack = {
  kind: 'stack',
  box: { left: 60, right: 60, bottom: 40, height: 200 },
  anchor: 'bottom',
  align: 'start',
  items: [title],
} satisfies Stack

function template(...layers: Layer[]): TemplateSpec {
  return {
    version: 1,
    label: 'A test',
    calm: 'keep it calm',
    colors: { dark: colors, light: colors },
    layers,
  }
}

describe('checkTemplate', () => {
  it.each(TEMPLATE_NAMES)('finds nothing wrong with %s', name => {
    expect(checkTemplate(TEMPLATES[name])).toEqual([])
  })

  it('finds nothing wrong with a stack of all there is', () => {
    const items: Stack['items'] = [
      { kind: 'logo', width: 120, height: 40 },
      { kind: 'kicker', size: { min: 16, max: 20 }, color: '#ff0000' },
      title,
      { kind: 'rule', width: 60, height: 4, color: 'text' },
    ]
    const box = { ...stack.box, height: 300 }
    expect(checkTemplate(template({ ...stack, box, items }))).toEqual([])
  })

  it.each([
    [
      'no title',
      [{ kind: 'fill', box: {}, color: 'ground' }],
      'layers must have one item of the kind "title"',
    ],
    ['two titles', [stack, stack], 'there are 2'],
    [
      'a colour it does not have',
      [stack, { kind: 'fill', box: {}, color: 'sky' }],
      'layers[1].color names "sky"',
    ],
    [
      'a colour of a backing that it does not have',
      [{ ...stack, backing: { kind: 'bar', color: 'sea', padding: 40 } }],
      'layers[0].backing.color names "sea"',
    ],
    [
      'a fill that is wider than a tall picture',
      [stack, { kind: 'fill', box: { left: 0, width: 900 }, color: 'ground' }],
      'layers[1].box reaches beyond the picture at the right on a picture of 1080x1080.',
    ],
    [
      'a text that is too near to the edge',
      [{ ...stack, box: { ...stack.box, bottom: 10 } }],
      'layers[0].box reaches beyond the "safe" margin at the bottom on a picture of 1200x630.',
    ],
    [
      'a box that is turned inside out on a narrow picture',
      [{ ...stack, box: { ...stack.box, left: 300, right: 300 } }],
      'layers[0].box has no width or no height on a picture of 500x1500.',
    ],
    [
      'a title without room',
      [{ ...stack, box: { ...stack.box, height: 30 } }],
      'layers[0].items[0] (title) has a height of 30 units, too little for its smallest letters, of 30 units',
    ],
    [
      'a title to which the others leave no room',
      [{ ...stack, items: [title, { kind: 'subtitle', size: { min: 60, max: 70 }, color: 'text' }] }],
      'layers[0].items[0] (title) has a height of 18 units',
    ],
    [
      'a box that is too narrow for a few letters',
      [{ ...stack, box: { left: 60, width: 100, bottom: 40, height: 200 } }],
      'layers[0].items[0] (title) has a width of 100 units',
    ],
    [
      'a card that leaves the picture',
      [{ ...stack, backing: { kind: 'card', color: 'ground', padding: { x: 80, y: 20 } } }],
      'layers[0].backing reaches beyond the picture at the left when its box is full',
    ],
  ] satisfies [string, Layer[], string][])('refuses %s', (_, layers, said) => {
    expect(checkTemplate(template(...layers)).join('\n')).toContain(said)
  })

  it.each(['templates.md', 'brand.md'])('finds nothing wrong with the example in %s', async name => {
    const manual = await readFile(join(import.meta.dirname, '../../../docs', name), 'utf8')
    const [, example = ''] = /```json\n(.*?)```/s.exec(manual) ?? []
    expect(checkTemplate(templateSpecSchema.parse(JSON.parse(example)))).toEqual([])
  })

  it('names a fault once, however many shapes have it', () => {
    expect(checkTemplate(template({ ...stack, box: { ...stack.box, bottom: 10 } }))).toHaveLength(1)
  })

  it('looks at the layers for pictures that are no wider than high at those alone', () => {
    const wide = { kind: 'fill', box: { left: 0, width: 900 }, color: 'ground' } as const
    const portrait = { layers: [stack, { ...wide, box: { left: 0, width: 600 } }] }
    const faults = checkTemplate({ ...template(stack, wide), portrait })
    expect(faults).toEqual([
      'portrait.layers[1].box reaches beyond the picture at the right on a picture of 500x1500.',
    ])
  })
})
