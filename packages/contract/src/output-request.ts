import { z } from 'zod'
import { CROPS, OUTPUT_FORMATS, OUTPUT_SIZES, type Output, type OutputFormat } from './output.ts'
import { clip } from './text/clip.ts'
import { didYouMean } from './text/near.ts'

/** What a request may ask to be made of each original. Edges in pixels. */
export const OUTPUT_LIMITS = {
  outputs: 8,
  shortestEdge: 64,
  longestEdge: 4_096,
  /** As many as the largest picture that a model is known to make: each takes three bytes of a worker's memory. */
  pixels: 3_840 * 2_160,
} as const

const FORMATS = Object.keys(OUTPUT_FORMATS) as [OutputFormat, ...OutputFormat[]]
const NAMES = [...Object.keys(OUTPUT_SIZES), 'original']
const SIZES = `${NAMES.join(', ')}, or WIDTHxHEIGHT in pixels, as in 1200x630`

const size = z
  .string(`must be one of: ${SIZES}`)
  .superRefine((name, context) => {
    const fault = faultOf(name)
    if (fault !== undefined) context.addIssue(fault)
  })
  .describe(`One of: ${SIZES}. \`original\` is the whole picture in its own size, without a title.`)

const qualityFault = 'must be a whole number from 1 to 100'

const requested = z
  .strictObject(
    {
      size,
      format: z
        .enum(FORMATS, { error: ({ input }) => unknownOf(input, FORMATS) })
        .default('jpeg')
        .describe('What the picture is encoded as.'),
      quality: z
        .int(qualityFault)
        .min(1, qualityFault)
        .max(100, qualityFault)
        .optional()
        .describe('1 to 100, by default what suits the format. Not for `png`, which loses nothing.'),
      crop: z
        .enum(CROPS, { error: ({ input }) => unknownOf(input, CROPS) })
        .default('center')
        .describe(
          'Which part stays where the original has another shape: its middle, what draws the eye (`attention`), or where most goes on (`entropy`).',
        ),
    },
    {
      error: issue =>
        issue.code === 'invalid_type' ? `must be a size (${SIZES}) or an object with one` : undefined,
    },
  )
  .superRefine(({ size, format, quality, crop }, context) => {
    if (format === 'png' && quality !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['quality'],
        message: 'does not go with png, which loses nothing',
      })
    if (size === 'original' && crop !== 'center')
      context.addIssue({
        code: 'custom',
        path: ['crop'],
        message: 'does not go with original, which is the whole picture',
      })
  })

/** One of the pictures that a request asks for: its size alone, or an object that says more. */
const outputRequest = z.unknown().transform((written, context): Output => {
  const isSize = typeof written === 'string'
  const result = requested.safeParse(isSize ? { size: written } : written)
  if (!result.success) {
    for (const issue of result.error.issues) {
      const path = isSize ? [] : issue.path
      context.issues.push({ ...issue, path, input: written } as z.core.$ZodRawIssue)
    }
    return z.NEVER
  }
  const { size: name, format, quality, crop } = result.data
  return { name, ...sizeNamed(name), format, ...(quality === undefined ? {} : { quality }), crop }
})

/** The field `outputs` of a request: what is to be made of each original. The first is the image. */
export const outputRequestSchema = z
  .array(
    z.unknown().meta({ anyOf: [inDescriptions(size), inDescriptions(requested)] }),
    'must be a list of sizes',
  )
  .min(1, 'must hold at least one output')
  .max(OUTPUT_LIMITS.outputs, `must hold at most ${OUTPUT_LIMITS.outputs} outputs`)
  .pipe(z.array(outputRequest))
  .superRefine((outputs, context) => {
    for (const [place, { name, format }] of outputs.entries()) {
      const first = outputs.findIndex(other => other.name === name && other.format === format)
      if (first < place)
        context.addIssue({
          code: 'custom',
          path: [place],
          message: `is ${name} as ${format}, as outputs[${first}] is: each size can be there once in a format`,
        })
    }
  })

/** What is wrong with the name of a size; undefined if nothing is. */
function faultOf(name: string): string | undefined {
  if (NAMES.includes(name)) return undefined
  const { width, height } = sizeNamed(name)
  if (width === undefined || height === undefined) return unknownSize(name)
  const { shortestEdge, longestEdge, pixels } = OUTPUT_LIMITS
  if (Math.min(width, height) < shortestEdge || Math.max(width, height) > longestEdge)
    return `has an edge that is not within ${shortestEdge} to ${longestEdge} pixels`
  if (width * height > pixels)
    return `has ${width * height} pixels; at most ${pixels} are allowed, as in 3840x2160`
  return undefined
}

/** Width and height that a name stands for, in pixels: neither for `original`, and for what is no size. */
function sizeNamed(name: string): { width?: number; height?: number } {
  if (isPreset(name)) return OUTPUT_SIZES[name]
  const [, width, height] = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(name) ?? []
  return width === undefined || height === undefined ? {} : { width: Number(width), height: Number(height) }
}

function isPreset(name: string): name is keyof typeof OUTPUT_SIZES {
  return Object.hasOwn(OUTPUT_SIZES, name)
}

function unknownSize(name: string): string {
  const [, width, height] = /^\s*(\d{1,5})\s*\D{1,3}?\s*(\d{1,5})\s*(?:px)?\s*$/.exec(name) ?? []
  const meant =
    width === undefined ? didYouMean(name, NAMES) : ` Did you mean "${Number(width)}x${Number(height)}"?`
  return `"${clip(name)}" is no size.${meant} Allowed: ${SIZES}.`
}

function unknownOf(written: unknown, names: readonly string[]): string {
  const hint = typeof written === 'string' ? didYouMean(written, names) : ''
  return `must be one of: ${names.join(', ')}${hint && `.${hint}`}`
}

/** As the description of the API shows a schema. */
function inDescriptions(schema: z.ZodType) {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input' })
  return described
}
