import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { outputSchema } from './output.ts'
import { OUTPUT_LIMITS, outputRequestSchema } from './output-request.ts'
import { fieldErrors } from './problem.ts'

const request = z.strictObject({ outputs: outputRequestSchema })

/** The outputs of a request that is in order. */
const asked = (...outputs: unknown[]) => request.parse({ outputs }).outputs

/** What is said of one that is not, as `field: message`. */
function faults(outputs: unknown): string[] {
  const { error } = request.safeParse({ outputs })
  return error === undefined ? [] : fieldErrors(error).map(({ field, message }) => `${field}: ${message}`)
}

describe('the outputs of a request', () => {
  it('are named by size alone', () => {
    expect(asked('og', 'square', 'story', 'wide', '800x418')).toEqual([
      { name: 'og', width: 1200, height: 630, format: 'jpeg', crop: 'center' },
      { name: 'square', width: 1080, height: 1080, format: 'jpeg', crop: 'center' },
      { name: 'story', width: 1080, height: 1920, format: 'jpeg', crop: 'center' },
      { name: 'wide', width: 1920, height: 1080, format: 'jpeg', crop: 'center' },
      { name: '800x418', width: 800, height: 418, format: 'jpeg', crop: 'center' },
    ])
  })

  it('have no size of their own where they are whole originals', () => {
    expect(asked('original')).toEqual([{ name: 'original', format: 'jpeg', crop: 'center' }])
  })

  it('say more as objects', () => {
    expect(asked({ size: 'og', format: 'webp', quality: 70, crop: 'attention' })).toEqual([
      { name: 'og', width: 1200, height: 630, format: 'webp', quality: 70, crop: 'attention' },
    ])
  })

  it('can be of one size in several formats', () => {
    const formats = ['jpeg', 'webp', 'avif', 'png']
    const outputs = asked(...formats.map(format => ({ size: 'og', format })))
    expect(outputs.map(({ format }) => format)).toEqual(formats)
  })

  it('are such as a batch can keep, at the limits too', () => {
    for (const size of ['64x4096', '4096x64', '3840x2160', 'original', 'story'])
      expect(asked(size).map(output => outputSchema.parse(output))).toEqual(asked(size))
  })
})

describe('outputs are refused, with field and limit,', () => {
  const sizes = 'og, square, story, wide, original, or WIDTHxHEIGHT in pixels, as in 1200x630'

  it.each<[string, unknown, string]>([
    ['that are no list', 'og', 'outputs: must be a list of sizes'],
    ['of which there are none', [], 'outputs: must hold at least one output'],
    [
      'of which there are too many',
      Array.from({ length: OUTPUT_LIMITS.outputs + 1 }, (_, index) => `${100 + index}x100`),
      'outputs: must hold at most 8 outputs',
    ],
    [
      'of an unknown size',
      ['storry'],
      `outputs[0]: "storry" is no size. Did you mean "story"? Allowed: ${sizes}.`,
    ],
    [
      'of a size that is written otherwise',
      ['og', '1200 × 630'],
      `outputs[1]: "1200 × 630" is no size. Did you mean "1200x630"? Allowed: ${sizes}.`,
    ],
    ['of an unknown size in an object', [{ size: '' }], `outputs[0].size: "" is no size. Allowed: ${sizes}.`],
    ['without a size', [{ format: 'webp' }], `outputs[0].size: must be one of: ${sizes}`],
    ['that are numbers', [1200], `outputs[0]: must be a size (${sizes}) or an object with one`],
    ['with an edge too short', ['63x630'], 'outputs[0]: has an edge that is not within 64 to 4096 pixels'],
    ['with an edge too long', ['4097x64'], 'outputs[0]: has an edge that is not within 64 to 4096 pixels'],
    [
      'with too many pixels',
      ['4096x2026'],
      'outputs[0]: has 8298496 pixels; at most 8294400 are allowed, as in 3840x2160',
    ],
    [
      'in an unknown format',
      [{ size: 'og', format: 'jpg' }],
      'outputs[0].format: must be one of: jpeg, webp, avif, png. Did you mean "jpeg"?',
    ],
    [
      'with an unknown crop',
      [{ size: 'og', crop: 'centre' }],
      'outputs[0].crop: must be one of: center, attention, entropy. Did you mean "center"?',
    ],
    ...[0, 101, 85.5, '85'].map(
      quality =>
        [
          `with the quality ${JSON.stringify(quality)}`,
          [{ size: 'og', quality }],
          'outputs[0].quality: must be a whole number from 1 to 100',
        ] as [string, unknown, string],
    ),
    [
      'with a quality of PNG',
      [{ size: 'og', format: 'png', quality: 85 }],
      'outputs[0].quality: does not go with png, which loses nothing',
    ],
    [
      'with a crop of the whole',
      [{ size: 'original', crop: 'entropy' }],
      'outputs[0].crop: does not go with original, which is the whole picture',
    ],
    ['with what nobody knows', [{ size: 'og', width: 5 }], 'outputs[0].width: is not a known property'],
    [
      'that are there twice',
      ['og', 'square', { size: 'og' }],
      'outputs[2]: is og as jpeg, as outputs[0] is: each size can be there once in a format',
    ],
  ])('%s', (_, outputs, fault) => {
    expect(faults(outputs)).toEqual([fault])
  })

  it('without their items being judged where there are thousands', () => {
    expect(faults(Array.from({ length: 100_000 }, () => 'nonsense'))).toHaveLength(1)
  })
})

it('says of itself in a description what it takes: sizes, and objects with one', () => {
  const described = JSON.stringify(z.toJSONSchema(request, { io: 'input' }))
  for (const word of ['"maxItems":8', '"type":"string"', 'WIDTHxHEIGHT', '"avif"', '"attention"'])
    expect(described).toContain(word)
})
