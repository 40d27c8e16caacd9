/** A point in pixels. */
export type Point = readonly [x: number, y: number]

/** In pixels. */
export interface Size {
  width: number
  height: number
}

/** A thousandth of the shorter side: lengths given in it look the same at every resolution. */
export function unitOf({ width, height }: Size): number {
  return Math.min(width, height) / 1000
}
