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

/** A place, and what lies under it. */
interface Ground extends Place {
  /** Where that is; it may reach beyond the picture. */
  rect?: Rect
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
    rect: card,
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
    rect: bar,
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
  const reach = Math.round((padding + fade) * frame.unit)
  const height = Math.min(frame.height, size.height + 2 * reach)
  const middle = box.top + around('middle', box.height, height, 0)
  const top = anchor === 'middle' ? middle + inside('middle', height, size.height) : place.top
  const bottom = top + size.height
  const from = anchor === 'top' ? 0 : Math.max(0, anchor === 'middle' ? middle : top - reach)
  const to =
    anchor === 'bottom'
      ? frame.height
      : Math.min(frame.height, anchor === 'middle' ? middle + height : bottom + reach)
  /** From 0 where it begins to 1 behind the texts, also where these leave less room than it wants. */
  const faded = (rows: number, room: number) => ease(rows / Math.max(1, Math.min(fade * frame.unit, room)))
  const opacityAt = (y: number) => {
    if (anchor === 'middle')
      return opacity * Math.min(faded(y - from + 1, top - from), faded(to - y, to - bottom))
    const isRising = anchor === 'bottom'
    const risen = isRising ? faded(y - from + 1, top - from) : faded(to - y, to - bottom)
    const towardsEdge = isRising ? (y - top) / (frame.height - top) : (bottom - 1 - y) / bottom
    return opacity * risen + (edge - opacity) * Math.max(0, towardsEdge)
  }
  return {
    ...place,
    top,
    paint: (overlay, paints) => {
      const paint = paints(color)
      for (let y = from; y < to; y++)
        overlay.fill({ left: 0, top: y, width: frame.width, height: 1 }, paint, opacityAt(y))
    },
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
