import sharp from 'sharp'
import type { Raster } from './raster.ts'

export type PictureFormat = 'png' | 'jpeg' | 'webp'

/** @param compression the OpenAI API's word for quality: 0 to 100, best at 100; PNG ignores it */
export function encode(raster: Raster, format: PictureFormat, compression = 100): Promise<Buffer> {
  const { data, width, height } = raster
  const image = sharp(Buffer.from(data.buffer, data.byteOffset, data.length), {
    raw: { width, height, channels: 3 },
  })
  // Beyond 92 a file of grain only grows.
  const quality = Math.max(1, Math.min(92, compression))
  switch (format) {
    case 'png':
      return image.png({ compressionLevel: 2, adaptiveFiltering: true }).toBuffer()
    case 'webp':
      return image.webp({ quality, effort: 1 }).toBuffer()
    case 'jpeg':
      return image.jpeg({ quality }).toBuffer()
  }
}
