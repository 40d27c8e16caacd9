import type { Stack, StackItem } from '@contactsheet/contract'
import { groundOf, type Paints } from './backing.ts'
import type { Align, Ink } from './draw.ts'
import type { Frame, Shape } from './frame.ts'
import type { Overlay, Rect } from './paint.ts'

/** An item of a stack that a picture has. */
export interface Piece {
  item: StackItem
  /** Pixels above it, unless it is the first. */
  gap: number
  /** Of a rule its size alone. */
  drawn: Ink | Shape
}

/** The side that the pieces of a stack are aligned to. */
export function sideOf(align: Stack['align'], { mirrored }: Frame): Align {
  if (align === 'center') return 'center'
  return (align === 'start') === mirrored ? 'right' : 'left'
}

/** How high pieces are below each other. */
export function heightOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { drawn, gap }, place) => sum + drawn.height + (place === 0 ? 0 : gap), 0)
}

/**
 * Lays the pieces of a stack over a picture, and its backing under them.
 *
 * @param box what they stay inside of
 */
export function paintStack(
  overlay: Overlay,
  stack: Stack,
  pieces: readonly Piece[],
  box: Rect,
  frame: Frame,
  paints: Paints,
): void {
  const size = { width: Math.max(...pieces.map(({ drawn }) => drawn.width)), height: heightOf(pieces) }
  const ground = groundOf(stack, size, box, frame)
  ground.paint(overlay, paints)
  const side = sideOf(stack.align, frame)
  let { top } = ground
  for (const [place, { item, gap, drawn }] of pieces.entries()) {
    if (place > 0) top += gap
    const left = ground.left + spare(side, ground.width - drawn.width)
    if ('data' in drawn) overlay.place(drawn, left, top)
    else if (item.kind === 'rule') overlay.fill({ left, top, ...drawn }, paints(item.color), 1)
    top += drawn.height
  }
}

/** What of the room beside a piece is on its left. */
export function spare(side: Align, room: number): number {
  if (side === 'center') return Math.round(room / 2)
  return side === 'left' ? 0 : room
}
