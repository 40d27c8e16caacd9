import { type Box, IMAGE_HEIGHT, IMAGE_WIDTH, type Length } from '@contactsheet/contract'
import type { Rect } from './paint.ts'

/** Width and height of a picture, in pixels. */
export interface Shape {
  width: number
  height: number
}

/** A picture that a template is laid on. */
export interface Frame extends Shape {
  /**
   * Pixels of a unit: 1 on a picture of 1200x630, and on any other as many as make a letter of the same size in units take
   * the same share of its area.
   */
  unit: number
  /** Whether `start` is on the right, as for a title that runs from right to left. */
  mirrored: boolean
}

/** The frame of a picture of a size. */
export function frameOf({ width, height }: Shape, mirrored: boolean): Frame {
  return { width, height, unit: Math.sqrt((width * height) / (IMAGE_WIDTH * IMAGE_HEIGHT)), mirrored }
}

/** Units in whole pixels: no line is so thin that it goes away. */
export function pixels(units: number, { unit }: Frame): number {
  return units === 0 ? 0 : Math.max(1, Math.round(units * unit))
}

/** A length in pixels, of which a share is of `whole`. */
export function lengthOf(length: Length, whole: number, { unit }: Frame): number {
  return typeof length === 'number' ? length * unit : (Number.parseFloat(length) / 100) * whole
}

/** Where a box is on a picture. It may reach beyond its edges. */
export function rectOf(box: Box, frame: Frame): Rect {
  const [start, end] = frame.mirrored ? [box.end, box.start] : [box.start, box.end]
  const across = spanOf(box.left ?? start, box.right ?? end, box.width, frame.width, frame)
  const down = spanOf(box.top, box.bottom, box.height, frame.height, frame)
  return { left: across.from, top: down.from, width: across.length, height: down.length }
}

/** The part of a rectangle that is on the picture, and `margin` pixels away from its edges. */
export function within(rect: Rect, { width, height }: Shape, margin = 0): Rect {
  const left = Math.max(margin, rect.left)
  const top = Math.max(margin, rect.top)
  return {
    left,
    top,
    width: Math.max(0, Math.min(width - margin, rect.left + rect.width) - left),
    height: Math.max(0, Math.min(height - margin, rect.top + rect.height) - top),
  }
}

/** From where to where a box is in one direction. Each end is rounded by itself, so that boxes that touch still do. */
function spanOf(
  before: Length | undefined,
  after: Length | undefined,
  extent: Length | undefined,
  whole: number,
  frame: Frame,
): { from: number; length: number } {
  const inPixels = (length: Length = 0) => lengthOf(length, whole, frame)
  if (extent === undefined) {
    const from = Math.round(inPixels(before))
    return { from, length: Math.max(0, Math.round(whole - inPixels(after)) - from) }
  }
  const length = Math.round(inPixels(extent))
  if (before !== undefined) return { from: Math.round(inPixels(before)), length }
  if (after !== undefined) return { from: Math.round(whole - inPixels(after)) - length, length }
  return { from: Math.floor((whole - length) / 2), length }
}
