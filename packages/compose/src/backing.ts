import type { Backing, Stack } from '@contactsheet/contract'
import { type Frame, lengthOf, pixels, type Shape, within } from './frame.ts'
import type { Overlay, Rect, Rgb } from './paint.ts'
import { ease, fillRounded } from './shapes.ts'

/** The colour that a name of a template's colours, or `#rrggbb`, stands for. */
export type Paints = (color: string) => Rgb

/** Where the pieces of a stack go: below each other from `top`, each aligned between `left` and `left + width`. */
interface Place {
  left: number
  width: number
  top: number
}

/** A place, and how to paint what lies under it. */
interface Ground extends Place {
  paint: (overlay: Overlay, paints: Paints) => void
}

/**
 * Where what is drawn of a stack goes.
 *
 * @param size of all pieces together
 * @param box what they stay inside of
 */
export function groundOf(stack: Stack, size: Shape, box: Rect, frame: Frame): Ground {
  const { backing } = stack
  if (backing?.kind === 'card') return onCard(stack, backing, size, box, frame)
  if (backing?.kind === 'bar') return onBar(stack, backing, size, box, frame)
  const top = box.top + inside(stack.anchor, box.height, size.height)
  const place = { left: box.left, width: box.width, top }
  if (backing === undefined) return { ...place, paint: () => undefined }
  return onShade(stack, backing, size, place, box, frame)
}

function onCard(
  { anchor, align }: Stack,
  { color, opacity = 1, radius = 0, padding, min = { width: 0, height: 0 } }: Kind<'card'>,
  size: Shape,
  box: Rect,
  frame: Frame,
): Ground {
  const [x, y] = [pixels(padding.x, frame), pixels(padding.y, frame)]
  const width = Math.max(size.width + 2 * x, pixels(min.width, frame))
  const height = Math.max(size.height + 2 * y, pixels(min.height, frame))
  const side = align === 'center' ? 'middle' : (align === 'start') === frame.mirrored ? 'bottom' : 'top'
  const card = {
    left: box.left + around(side, box.width, width, x),
    top: box.top + around(anchor, box.height, height, y),
    width,
    height,
  }
  return {
    ...(side === 'middle' ? card : box),
    top: card.top + inside('middle', height, size.height),
    paint: (overlay, paints) =>
      fillRounded(overlay, within(card, frame), paints(color), opacity, radius * frame.unit),
  }
}

function onBar(
  { anchor }: Stack,
  { color, opacity = 1, padding, min = 0, mark }: Kind<'bar'>,
  size: Shape,
  box: Rect,
  frame: Frame,
): Ground {
  const least = Math.round(lengthOf(min, frame.height, frame))
  const height = Math.max(size.height + 2 * pixels(padding, frame), least)
  const top =
    anchor === 'middle'
      ? box.top + around(anchor, box.height, height, 0)
      : anchor === 'top'
        ? 0
        : frame.height - height
  const bar = { left: 0, top, width: frame.width, height }
  return {
    left: box.left,
    width: box.width,
    top: top + inside('middle', height, size.height),
    paint: (overlay, paints) => {
      overlay.fill(within(bar, frame), paints(color), opacity)
      if (mark === undefined) return
      const [width, inset, start] = [
        pixels(mark.width, frame),
        pixels(mark.inset, frame),
        pixels(mark.start, frame),
      ]
      const left = frame.mirrored ? frame.width - start - width : start
      const line = { left, top: top + inset, width, height: Math.max(0, height - 2 * inset) }
      overlay.fill(within(line, frame), paints(mark.color), 1)
    },
  }
}

function onShade(
  { anchor }: Stack,
  { color, opacity = 1, edge = opacity, padding, fade }: Kind<'shade'>,
  size: Shape,
  place: Place,
  box: Rect,
  frame: Frame,
): Ground {
  const length = Math.max(1, fade * frame.unit)
  const reach = Math.round((padding + fade) * frame.unit)
  const shaded = (from: number, to: number, opacityAt: (row: number, rows: number) => number) => {
    const rect = within({ left: 0, top: from, width: frame.width, height: to - from }, frame)
    return (overlay: Overlay, paints: Paints) => {
      for (let row = 0; row < rect.height; row++)
        overlay.fill({ ...rect, top: rect.top + row, height: 1 }, paints(color), opacityAt(row, rect.height))
    }
  }
  if (anchor === 'middle') {
    const height = Math.min(frame.height, size.height + 2 * reach)
    const from = box.top + around(anchor, box.height, height, 0)
    const fading = (row: number, rows: number) => opacity * ease(Math.min(row + 1, rows - row) / length)
    return {
      ...place,
      top: from + inside(anchor, height, size.height),
      paint: shaded(from, from + height, fading),
    }
  }
  /** @param rows from where it begins to the picture's edge, of which `row` is one */
  const rising = (row: number, rows: number) => {
    const beyond = anchor === 'bottom' ? frame.height - place.top : place.top + size.height
    return opacity * ease((row + 1) / length) + (edge - opacity) * Math.max(0, (row - rows + beyond) / beyond)
  }
  return {
    ...place,
    paint:
      anchor === 'bottom'
        ? shaded(place.top - reach, frame.height, rising)
        : shaded(0, place.top + size.height + reach, (row, rows) => rising(rows - 1 - row, rows)),
  }
}

type Kind<Name extends Backing['kind']> = Extract<Backing, { kind: Name }>

/** Where something begins in what holds it. */
export function inside(anchor: Stack['anchor'], whole: number, extent: number): number {
  if (anchor === 'middle') return Math.round((whole - extent) / 2)
  return anchor === 'top' ? 0 : whole - extent
}

/** Where something begins that reaches beyond what it is around, by `padding` at the side it is anchored to. */
function around(anchor: Stack['anchor'], whole: number, extent: number, padding: number): number {
  if (anchor === 'middle') return Math.floor((whole - extent) / 2)
  return anchor === 'top' ? -padding : whole + padding - extent
}
