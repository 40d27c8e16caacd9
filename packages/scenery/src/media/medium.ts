import type { Size } from '../geometry.ts'
import type { Palette } from '../palettes.ts'
import type { Random } from '../random.ts'
import type { Raster } from '../raster.ts'
import type { Shading } from '../svg.ts'

/** What a picture is made from. */
export interface Motif {
  /**
   * Draws the scene as SVG, the same shapes each time.
   *
   * @param style a style sheet, for outlines
   */
  draw: (shading: Shading, style?: string) => string
  palette: Palette
  size: Size
  random: Random
}

/** A way to make a picture. */
export type Medium = (motif: Motif) => Promise<Raster>
