import {
  IMAGE_HEIGHT,
  IMAGE_WIDTH,
  type Layer,
  SAFE,
  type Stack,
  type StackItem,
  type TemplateSpec,
  type TextItem,
} from '@contactsheet/contract'
import { groundOf } from './backing.ts'
import { LINE, mostOf } from './drawn-layers.ts'
import { type Frame, frameOf, pixels, rectOf, type Shape } from './frame.ts'
import type { Rect } from './paint.ts'
import { roomOf } from './templates.ts'

/** What a template must lay itself out for: from three times as wide as high to three times as high as wide. */
const SHAPES: readonly Shape[] = [
  { width: IMAGE_WIDTH, height: IMAGE_HEIGHT },
  { width: 1920, height: 1080 },
  { width: 1500, height: 500 },
  { width: 1080, height: 1080 },
  { width: 1080, height: 1920 },
  { width: 500, height: 1500 },
]

/** Width that a text has at least against the size of its smallest letters: some six of them. */
const LEAST_WIDTH = 4

/** Calls back with what is wrong, and where. */
type Fault = (where: string, what: string) => void

/**
 * What is wrong with a template that fits its schema, in sentences that name the layer, box or colour at fault: it must lay
 * itself out for any shape of picture, with a title that can be read.
 *
 * @returns nothing if all is well
 */
export function checkTemplate(spec: TemplateSpec): string[] {
  const isPortrait = ({ width, height }: Shape) => spec.portrait !== undefined && width <= height
  const parts = [
    { at: 'layers', layers: spec.layers, shapes: SHAPES.filter(shape => !isPortrait(shape)) },
    { at: 'portrait.layers', layers: spec.portrait?.layers, shapes: SHAPES.filter(isPortrait) },
  ]
  return parts.flatMap(({ at, layers, shapes }) =>
    layers === undefined ? [] : checkLayers(layers, at, shapes, spec),
  )
}

function checkLayers(layers: Layer[], at: string, shapes: Shape[], spec: TemplateSpec): string[] {
  const faults = new Map<string, string>()
  const items = layers.flatMap(layer => (layer.kind === 'stack' ? layer.items : []))
  const titles = items.filter(({ kind }) => kind === 'title').length
  if (titles !== 1)
    faults.set(at, `${at} must have one item of the kind "title" in one of its stacks; there are ${titles}.`)
  for (const [index, layer] of layers.entries())
    for (const { where, color } of colorsOf(layer, `${at}[${index}]`))
      if (!color.startsWith('#') && !(color in spec.colors.dark))
        faults.set(where, `${where} names "${color}", which is not among the template's colors.`)
  for (const shape of shapes)
    for (const [index, layer] of layers.entries())
      checkLayer(layer, `${at}[${index}]`, spec, frameOf(shape, false), (where, what) => {
        const told = faults.get(where) ?? `${where} ${what} on a picture of ${shape.width}x${shape.height}.`
        faults.set(where, told)
      })
  return [...faults.values()]
}

function checkLayer(layer: Layer, at: string, spec: TemplateSpec, frame: Frame, fault: Fault): void {
  const margin = layer.kind === 'stack' || layer.kind === 'logo' ? safeOf(spec, frame) : 0
  const rect = rectOf(layer.box, frame)
  const side = sideBeyond(rect, frame, margin)
  if (rect.width < 1 || rect.height < 1) fault(`${at}.box`, 'has no width or no height')
  else if (side !== undefined)
    fault(`${at}.box`, `reaches beyond the ${margin === 0 ? 'picture' : '"safe" margin'} at the ${side}`)
  else if (layer.kind === 'stack') checkStack(layer, at, spec, frame, fault)
}

function checkStack(stack: Stack, at: string, spec: TemplateSpec, frame: Frame, fault: Fault): void {
  const room = roomOf(stack, spec, frame)
  const taken = stack.items.map((item, place) => {
    const gap = place === 0 ? 0 : pixels(item.gap ?? stack.gap ?? 0, frame)
    if (item.kind === 'title') return gap
    return gap + (isText(item) ? mostOf(item, frame) : pixels(item.height, frame))
  })
  const left = room.height - taken.reduce((sum, height) => sum + height, 0)
  if (left < 0) fault(`${at}.box`, `is ${inUnits(-left, frame)} too low for all its items`)
  for (const [index, item] of stack.items.entries()) {
    const where = `${at}.items[${index}] (${item.kind})`
    if (!isText(item)) {
      if (pixels(item.width, frame) > room.width) fault(where, 'is wider than the box of its stack')
      continue
    }
    const height = item.kind === 'title' ? Math.min(left, mostOf(item, frame)) : mostOf(item, frame)
    const size = item.size.min * frame.unit
    const short = `too little for its smallest letters, of ${item.size.min} units`
    if (height < size * LINE) fault(where, `has a height of ${inUnits(height, frame)}, ${short}`)
    if (room.width < size * LEAST_WIDTH)
      fault(where, `has a width of ${inUnits(room.width, frame)}, ${short}`)
  }
  checkBacking(stack, at, spec, frame, fault)
}

/** Looks where a stack as large as it can be goes on its backing, which is placed by what it holds. */
function checkBacking(stack: Stack, at: string, spec: TemplateSpec, frame: Frame, fault: Fault): void {
  const room = roomOf(stack, spec, frame)
  const ground = groundOf(stack, room, room, frame)
  const beyond = ground.rect && sideBeyond(ground.rect, frame, 0)
  if (beyond !== undefined) {
    fault(`${at}.backing`, `reaches beyond the picture at the ${beyond} when its box is full`)
    return
  }
  const texts = { ...room, top: ground.top }
  const side = sideBeyond(texts, frame, safeOf(spec, frame))
  if (side !== undefined)
    fault(`${at}.backing`, `moves the texts beyond the "safe" margin at the ${side} when its box is full`)
}

function safeOf({ safe = SAFE }: TemplateSpec, frame: Frame): number {
  return pixels(safe, frame)
}

/** The side at which a rectangle comes nearer to a picture's edges than it may, by more than rounding does. */
function sideBeyond({ left, top, width, height }: Rect, frame: Frame, margin: number): string | undefined {
  const distances = {
    left,
    top,
    right: frame.width - left - width,
    bottom: frame.height - top - height,
  }
  return Object.entries(distances).find(([, distance]) => distance < margin - 1)?.[0]
}

function inUnits(pixels: number, { unit }: Frame): string {
  return `${Math.round(pixels / unit)} units`
}

function isText(item: StackItem): item is TextItem {
  return item.kind !== 'rule' && item.kind !== 'logo'
}

/** All colours that a layer names, and where it does. */
function colorsOf(layer: Layer, at: string): { where: string; color: string }[] {
  switch (layer.kind) {
    case 'logo':
      return []
    case 'fill':
      return [{ where: `${at}.color`, color: layer.color }]
    case 'gradient':
      return layer.stops.map(({ color }, index) => ({ where: `${at}.stops[${index}].color`, color }))
    case 'stack': {
      const { items, backing } = layer
      const mark = backing?.kind === 'bar' ? backing.mark : undefined
      return [
        ...items.flatMap((item, index) =>
          item.kind === 'logo' ? [] : [{ where: `${at}.items[${index}].color`, color: item.color }],
        ),
        ...(backing === undefined ? [] : [{ where: `${at}.backing.color`, color: backing.color }]),
        ...(mark === undefined ? [] : [{ where: `${at}.backing.mark.color`, color: mark.color }]),
      ]
    }
  }
}
