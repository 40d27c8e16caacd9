import sharp from 'sharp'
import { lettering } from './letters.ts'
import type { Raster } from './raster.ts'

/** Proportion of a finished image, to which a picture is cropped. */
const CROP = 1200 / 630

/**
 * Writes "SIMULATED · <name>" into the upper right corner of what a central crop to 1200x630 keeps, in place. Titles
 * cover the left, the middle and the foot of a picture; that corner stays free.
 */
export async function stampTag(raster: Raster, name: string): Promise<void> {
  const { width, height } = raster
  const kept = { width: Math.min(width, height * CROP), height: Math.min(height, width / CROP) }
  const size = (kept.width / 1200) * 1.85
  const label = await drawTag(`Simulated · ${name}`, size)
  const margin = kept.width * 0.022
  const left = Math.round((width + kept.width) / 2 - margin - label.width)
  const top = Math.round((height - kept.height) / 2 + margin)
  blend(raster, label, Math.max(0, left), Math.max(0, top))
}

interface Label {
  /** Four bytes a pixel: red, green, blue, opacity. */
  data: Buffer
  width: number
  height: number
}

async function drawTag(text: string, size: number): Promise<Label> {
  const { path, width } = lettering(text)
  const [padX, padY] = [6.4, 4.6]
  const [across, down] = [Math.ceil((width + padX * 2) * size), Math.ceil((6 + padY * 2) * size)]
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="${down}">` +
    `<rect width="${across}" height="${down}" rx="${down / 2}" fill="#0b0d12" fill-opacity="0.46"/>` +
    `<path transform="translate(${padX * size} ${padY * size}) scale(${size})" d="${path}" fill="none" stroke="#fff"` +
    ' stroke-opacity="0.95" stroke-width="0.82" stroke-linecap="round" stroke-linejoin="round"/></svg>'
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

function blend(raster: Raster, label: Label, left: number, top: number): void {
  for (let y = 0; y < Math.min(label.height, raster.height - top); y++)
    for (let x = 0; x < Math.min(label.width, raster.width - left); x++) {
      const from = (y * label.width + x) * 4
      const to = ((y + top) * raster.width + x + left) * 3
      const opacity = (label.data[from + 3] ?? 0) / 255
      for (let channel = 0; channel < 3; channel++) {
        const under = raster.data[to + channel] ?? 0
        raster.data[to + channel] = under + ((label.data[from + channel] ?? 0) - under) * opacity
      }
    }
}
