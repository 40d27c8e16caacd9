import { filmGrain, GRAIN_LENGTH } from './noise.ts'
import type { Raster } from './raster.ts'

/** Brightest speck, in steps of a channel. As PNG, 1536x1024 then takes 3.3 MB: nearly what a model's photographs do. */
const STRENGTH = 25
/** Pixels up to which grain is full. A larger picture is an enlargement: finer, so that 16 megapixels take about 20 MB. */
const FULL_UP_TO = 1536 * 1024

/** Adds the grain of a photograph in place, each channel its own. PNG has little to save in it, as in a real one. */
export function addGrain({ data, width, height }: Raster): void {
  const grains = filmGrain()
  const strength = STRENGTH * Math.min(1, FULL_UP_TO / (width * height))
  // Every index is within its array by construction: the casts spare a check for each of millions.
  for (let at = 0; at < data.length; at++)
    data[at] = (data[at] as number) + (grains[at & (GRAIN_LENGTH - 1)] as number) * strength
}
