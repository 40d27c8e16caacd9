import type { Output, TemplateSpec } from '@contactsheet/contract'
import { encode, type Raster } from '@contactsheet/scenery'

const PAPER = '#2a2a29'
const INK = '#ffffff'

/** A word by itself, as large as it fits: shows a font, and nothing else. */
export const SPECIMEN: TemplateSpec = {
  version: 1,
  label: 'Specimen',
  calm: 'nothing',
  colors: { dark: {}, light: {} },
  layers: [
    { kind: 'fill', box: {}, color: PAPER },
    {
      kind: 'stack',
      box: { width: '88%', height: '80%' },
      anchor: 'middle',
      align: 'center',
      items: [{ kind: 'title', size: { min: 40, max: 200 }, height: '80%', color: INK }],
    },
  ],
}

/** Of the picture that a specimen is drawn on: what is shown is half as large each way. */
export const SPECIMEN_SIZE: Output = {
  name: '960x384',
  width: 960,
  height: 384,
  format: 'jpeg',
  crop: 'center',
}

let plain: Promise<Buffer> | undefined

/** What a specimen is drawn on: all of it is covered. */
export function blank(): Promise<Buffer> {
  const [width, height] = [120, 48]
  const raster: Raster = { width, height, data: new Uint8ClampedArray(width * height * 3) }
  plain ??= encode(raster, 'png')
  return plain
}
