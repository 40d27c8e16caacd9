import { z } from 'zod'

/** Sizes of an output that have a name, in pixels. */
export const OUTPUT_SIZES = {
  og: { width: 1200, height: 630 },
  square: { width: 1080, height: 1080 },
  story: { width: 1080, height: 1920 },
  wide: { width: 1920, height: 1080 },
} as const

/** Formats of a finished picture: the extension and the content type of its file. */
export const OUTPUT_FORMATS = {
  jpeg: { extension: 'jpg', contentType: 'image/jpeg' },
  webp: { extension: 'webp', contentType: 'image/webp' },
  avif: { extension: 'avif', contentType: 'image/avif' },
  png: { extension: 'png', contentType: 'image/png' },
} as const
export type OutputFormat = keyof typeof OUTPUT_FORMATS

/** Which part of an original stays where the output has another shape. */
export const CROPS = ['center', 'attention', 'entropy'] as const

/** One of the finished pictures made of each original. */
export const outputSchema = z.strictObject({
  /** A name of {@link OUTPUT_SIZES}, `original`, or WIDTHxHEIGHT. One batch has each but once in a format. */
  name: z.string().regex(/^[a-z0-9]{1,20}$/),
  /** In pixels; absent for the original's own. */
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  format: z.enum(Object.keys(OUTPUT_FORMATS) as [OutputFormat, ...OutputFormat[]]),
  /** 1 to 100; absent for the format's own, and for PNG, which has none. */
  quality: z.int().min(1).max(100).optional(),
  crop: z.enum(CROPS),
})
export type Output = z.infer<typeof outputSchema>

/** What is made of a batch that asks for no outputs. */
export const DEFAULT_OUTPUT: Output = { name: 'og', ...OUTPUT_SIZES.og, format: 'jpeg', crop: 'center' }

/** The pictures that are made of each original of a batch. The first is the leaf's image. */
export function outputsOf(batch: { outputs?: Output[] | undefined }): [Output, ...Output[]] {
  const [first = DEFAULT_OUTPUT, ...others] = batch.outputs ?? []
  return [first, ...others]
}

/** How a picture is shaped. */
export type OutputShape = 'wide' | 'square' | 'tall'

/** Width of the small picture beside each image, in pixels. */
export const SMALL_WIDTH = 640
