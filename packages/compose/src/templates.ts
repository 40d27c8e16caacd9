import { type Layer, SAFE, type Stack, type TemplateSpec, type Theme, themeOf } from '@contactsheet/contract'
import { inside, type Paints } from './backing.ts'
import type { Ink } from './draw.ts'
import { type Frame, pixels, rectOf, within } from './frame.ts'
import { Overlay, type Rect } from './paint.ts'
import { ease, fillGradient, fillRounded } from './shapes.ts'
import { type Piece, paintStack, sideOf, spare } from './stack.ts'

export { IMAGE_HEIGHT, IMAGE_WIDTH } from '@contactsheet/contract'

/** A layer with what was drawn for it. */
export type DrawnLayer =
  | Exclude<Layer, { kind: 'stack' | 'logo' }>
  | (Extract<Layer, { kind: 'stack' }> & { room: Rect; pieces: Piece[] })
  | (Extract<Layer, { kind: 'logo' }> & { room: Rect; ink: Ink })

/** What a stack, or a logo, stays inside of: its box, without what is too near to the picture's edges. */
export function roomOf({ box }: Pick<Stack, 'box'>, { safe = SAFE }: TemplateSpec, frame: Frame): Rect {
  return within(rectOf(box, frame), frame, pixels(safe, frame))
}

/** The colour as `#rrggbb` that a template's text or fill has in a theme. */
export function hexOf(spec: TemplateSpec, theme: Theme | undefined, color: string): string {
  const hex = color.startsWith('#') ? color : spec.colors[themeOf(spec, theme)][color]
  if (hex === undefined) throw new RangeError(`The template "${spec.label}" has no colour "${color}".`)
  return hex
}

/** The colours of a template in a theme, to paint with. */
export function paintsOf(spec: TemplateSpec, theme: Theme | undefined): Paints {
  return color => {
    const value = Number.parseInt(hexOf(spec, theme, color).slice(1), 16)
    return [value >> 16, (value >> 8) & 255, value & 255]
  }
}

/** Lays what was drawn over a picture, layer by layer. */
export function layOut(layers: readonly DrawnLayer[], frame: Frame, paints: Paints): Overlay {
  const { width, height } = frame
  const overlay = new Overlay({ left: 0, top: 0, width, height })
  for (const layer of layers) paintLayer(overlay, layer, frame, paints)
  return overlay
}

function paintLayer(overlay: Overlay, layer: DrawnLayer, frame: Frame, paints: Paints): void {
  if (layer.kind === 'stack') paintStack(overlay, layer, layer.pieces, layer.room, frame, paints)
  else if (layer.kind === 'logo') paintLogo(overlay, layer, frame)
  else {
    const rect = within(rectOf(layer.box, frame), frame)
    if (layer.kind === 'fill') {
      const { color, opacity = 1, radius = 0 } = layer
      fillRounded(overlay, rect, paints(color), opacity, radius * frame.unit)
    } else {
      const stops = layer.stops.map(({ at, color, opacity = 1 }) => ({
        at: at / 100,
        color: paints(color),
        opacity,
      }))
      fillGradient(overlay, rect, layer.to, stops, layer.easing === 'smooth' ? ease : linear)
    }
  }
}

function paintLogo(
  overlay: Overlay,
  { room, ink, align = 'center', anchor = 'middle' }: Extract<DrawnLayer, { kind: 'logo' }>,
  frame: Frame,
): void {
  const left = room.left + spare(sideOf(align, frame), room.width - ink.width)
  overlay.place(ink, left, room.top + inside(anchor, room.height, ink.height))
}

function linear(share: number): number {
  return share
}
