import { builtInFont, layersFor, type Stack, type StackItem, type TextItem } from '@contactsheet/contract'
import type { Align, Ink } from './draw.ts'
import { type Face, faceOf } from './faces.ts'
import { fit } from './fit.ts'
import { type Frame, lengthOf, pixels, type Shape } from './frame.ts'
import type { Logo, Look } from './look.ts'
import { seriesSize } from './series.ts'
import sharp from './sharp.ts'
import { heightOf, type Piece, sideOf } from './stack.ts'
import { type DrawnLayer, hexOf, roomOf } from './templates.ts'
import { cleanTitle, isRightToLeft } from './title.ts'

/** Room for one line, against the size of its letters. */
export const LINE = 1.3

/**
 * Draws the texts and the logo of a look for the layers of its template.
 *
 * @param look whose texts are clean
 * @returns undefined if its title leaves no ink
 */
export async function drawLayers(look: Look, frame: Frame): Promise<DrawnLayer[] | undefined> {
  const drawn: DrawnLayer[] = []
  for (const layer of layersFor(look.template, frame)) {
    if (layer.kind === 'fill' || layer.kind === 'gradient') {
      drawn.push(layer)
      continue
    }
    const room = roomOf(layer, look.template, frame)
    if (layer.kind === 'logo') {
      const ink = await drawLogo(look.logo, room)
      if (ink !== undefined) drawn.push({ ...layer, room, ink })
      continue
    }
    const pieces = await drawPieces(layer, room, look, frame)
    const hasTitle = (items: readonly { kind: string }[]) => items.some(({ kind }) => kind === 'title')
    if (hasTitle(layer.items) && !hasTitle(pieces.map(({ item }) => item))) return undefined
    // Rules alone would be rules beside nothing.
    if (pieces.some(({ drawn }) => 'data' in drawn)) drawn.push({ ...layer, room, pieces })
  }
  return drawn
}

/** Draws what a look has of a stack: the title last, in the room that the others leave. */
async function drawPieces(stack: Stack, box: Shape, look: Look, frame: Frame): Promise<Piece[]> {
  const pieces = new Map<StackItem, Piece>()
  const inOrder = () => stack.items.flatMap(item => pieces.get(item) ?? [])
  const isTitle = ({ kind }: StackItem) => Number(kind === 'title')
  for (const item of stack.items.toSorted((one, other) => isTitle(one) - isTitle(other))) {
    const gap = pixels(item.gap ?? stack.gap ?? 0, frame)
    pieces.set(item, { item, gap, drawn: { width: 0, height: 0 } })
    const room = { width: box.width, height: Math.max(0, box.height - heightOf(inOrder())) }
    const drawn = await drawItem(item, stack.align, room, look, frame)
    if (drawn === undefined) pieces.delete(item)
    else pieces.set(item, { item, gap, drawn })
  }
  return inOrder()
}

function drawItem(
  item: StackItem,
  align: Stack['align'],
  room: Shape,
  look: Look,
  frame: Frame,
): Promise<Ink | Shape | undefined> | Shape {
  if (item.kind !== 'rule' && item.kind !== 'logo') return drawText(item, align, room, look, frame)
  const size = { width: pixels(item.width, frame), height: pixels(item.height, frame) }
  return item.kind === 'rule' ? size : drawLogo(look.logo, smaller(size, room))
}

async function drawText(
  item: TextItem,
  align: Stack['align'],
  room: Shape,
  look: Look,
  frame: Frame,
): Promise<Ink | undefined> {
  const text = look[item.kind] ?? ''
  const box = smaller({ width: room.width, height: Math.round(mostOf(item, frame)) }, room)
  if (text === '' || box.width === 0 || box.height === 0) return undefined
  const { language, series } = look
  const options = {
    face: faceFor(item, look),
    color: hexOf(look.template, look.theme, item.color),
    box,
    sizes: { min: item.size.min * frame.unit, max: item.size.max * frame.unit },
    language,
  }
  const fitted = (text: string, preferred?: number) =>
    fit(item.uppercase === true ? text.toLocaleUpperCase(language) : text, {
      ...options,
      align: linesAlign(text, align, frame),
      sizes: { ...options.sizes, preferred },
    })
  if (item.kind !== 'title' || series === undefined) return fitted(text)
  const setting = JSON.stringify([options, item.uppercase])
  return fitted(text, await seriesSize(series, setting, title => fitted(cleanTitle(title))))
}

function faceFor({ font }: TextItem, look: Look): Face {
  return faceOf(font === undefined ? look.font : (look.fonts?.[font] ?? builtInFont(font)))
}

/** Most that a text may take of the picture's height, in pixels. */
export function mostOf({ kind, height, size }: TextItem, frame: Frame): number {
  if (height !== undefined) return lengthOf(height, frame.height, frame)
  if (kind === 'title') return frame.height
  return size.max * LINE * (kind === 'subtitle' ? 2 : 1) * frame.unit
}

/** How Pango is to align the lines of a text: it swaps left and right for one that runs from right to left. */
function linesAlign(text: string, align: Stack['align'], frame: Frame): Align {
  const side = sideOf(align, frame)
  if (side === 'center') return side
  return (side === 'left') === isRightToLeft(text) ? 'right' : 'left'
}

/** Draws a logo as large as a box allows. */
async function drawLogo(logo: Logo | undefined, box: Shape): Promise<Ink | undefined> {
  if (logo === undefined || box.width === 0 || box.height === 0) return undefined
  const { data, info } = await sharp(logo.png)
    .resize(box.width, box.height, { fit: 'inside' })
    .ensureAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

function smaller(one: Shape, other: Shape): Shape {
  return { width: Math.min(one.width, other.width), height: Math.min(one.height, other.height) }
}
