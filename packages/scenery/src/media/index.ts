import { rasterize } from '../raster.ts'
import { brush } from './brush.ts'
import { ink } from './ink.ts'
import type { Medium } from './medium.ts'
import { pencil } from './pencil.ts'
import { pixels } from './pixels.ts'
import { wash } from './wash.ts'

/** Everything there is to paint with. */
export const MEDIA = {
  brush,
  camera: ({ draw, size }) => rasterize(draw('soft'), size),
  ink,
  pencil,
  pixels,
  wash,
} satisfies Record<string, Medium>

export type MediumName = keyof typeof MEDIA
