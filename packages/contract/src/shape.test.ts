import { describe, expect, it } from 'vitest'
import { Catalog } from './catalog/catalog.ts'
import { type Model, modelSchema } from './catalog/model.ts'
import { SHAPES } from './catalog/shapes.ts'
import { DEFAULT_OUTPUT } from './output.ts'
import { outputRequestSchema } from './output-request.ts'
import { aspectOf, shapedFor, shapeFault, wasteOf } from './shape.ts'

const catalog = new Catalog()

function model(id: string): Model {
  const found = catalog.get(id)
  if (found === undefined) throw new Error(`The catalog has no ${id}.`)
  return found
}

/** What is asked of a model for a batch of some outputs. */
function asked(id: string, outputs: readonly string[]): string {
  const shaped = shapedFor(outputRequestSchema.parse(outputs), model(id))
  return shaped.provider === 'openai' ? shaped.size : shaped.aspectRatio
}

/** Outputs, and the shape that a model of each family is asked for. */
const ASKED: [outputs: string[], gptImage2: string, gptImage1: string, gemini: string][] = [
  [['og'], '1216x640', '1536x1024', '16:9'],
  [['600x315'], '1216x640', '1536x1024', '16:9'],
  [['original'], '1216x640', '1536x1024', '16:9'],
  [['og', 'original'], '1216x640', '1536x1024', '16:9'],
  [['square'], '1088x1088', '1024x1024', '1:1'],
  [['story'], '928x1648', '1024x1536', '9:16'],
  [['wide'], '1648x928', '1536x1024', '16:9'],
  [['og', 'square'], '1200x1088', '1536x1024', '1:1'],
  [['og', 'story'], '992x1584', '1024x1536', '2:3'],
  [['square', 'story'], '928x1648', '1024x1536', '9:16'],
  [['og', 'square', 'story', 'wide'], '1248x1248', '1024x1024', '1:1'],
  [['1200x800'], '1200x800', '1536x1024', '3:2'],
  [['2400x1260'], '1696x896', '1536x1024', '16:9'],
  [['2000x840'], '1904x800', '1536x1024', '21:9'],
  [['4096x64'], '2128x720', '1536x1024', '21:9'],
  [['64x4096'], '720x2160', '1024x1536', '9:16'],
  [['64x64'], '816x816', '1024x1024', '1:1'],
]

describe('a model is asked for the shape that wastes least', () => {
  it.each(ASKED)('for %j', (outputs, gptImage2, gptImage1, gemini) => {
    expect({
      'gpt-image-2': asked('gpt-image-2', outputs),
      'gpt-image-1.5': asked('gpt-image-1.5', outputs),
      'gemini-3-pro-image': asked('gemini-3-pro-image', outputs),
    }).toEqual({ 'gpt-image-2': gptImage2, 'gpt-image-1.5': gptImage1, 'gemini-3-pro-image': gemini })
  })

  it('for the default output, which is the one that is listed', () => {
    for (const known of catalog.models) {
      expect(known.shapes, known.id).toBeDefined()
      expect(shapedFor([DEFAULT_OUTPUT], known)).toStrictEqual(known)
    }
  })

  it('within what GPT Image 2 takes, and never for more pixels than its price is known for', () => {
    const { step, ratio, longestEdge, pixels, pricedUpTo } = SHAPES.openai['gpt-image-2']
    const edges = [64, 100, 630, 1_000, 2_024, 4_096]
    for (const width of edges)
      for (const height of edges.filter(edge => edge * width <= 8_294_400)) {
        const size = asked('gpt-image-2', [`${width}x${height}`])
        const [wide = 0, high = 0] = size.split('x').map(Number)
        expect([wide % step, high % step], size).toEqual([0, 0])
        expect(Math.max(wide, high), size).toBeLessThanOrEqual(
          Math.min(longestEdge, ratio * Math.min(wide, high)),
        )
        expect(wide * high, size).toBeGreaterThanOrEqual(pixels[0])
        expect(wide * high, size).toBeLessThanOrEqual(pricedUpTo)
      }
  })

  it('keeping to the size of its pictures that the price is of', () => {
    expect(shapedFor(outputRequestSchema.parse(['3840x2160']), model('gemini-3-pro-image'))).toMatchObject({
      aspectRatio: '16:9',
      imageSize: '1K',
    })
  })
})

describe('a model of the deployment', () => {
  const own: Model = { provider: 'openai', id: 'own', label: 'Own', size: '1024x640', quality: 'low' }
  const story = outputRequestSchema.parse(['story'])

  it('is asked for what it says, whatever the outputs', () => {
    expect(shapedFor(story, own)).toEqual(own)
  })

  it('is asked for the best shape of the family that it names', () => {
    const known = modelSchema.parse({ ...own, shapes: 'gpt-image-1' })
    expect(shapedFor(story, known)).toEqual({ ...known, size: '1024x1536' })
  })

  it('names a family of its own provider', () => {
    expect(modelSchema.safeParse({ ...own, shapes: 'gemini-3' }).success).toBe(false)
  })
})

describe('a shape that is asked for', () => {
  it.each([
    ['gpt-image-2', '1536x1024'],
    ['gpt-image-2', '3840x2160'],
    ['gpt-image-1.5', '1024x1536'],
    ['gemini-3-pro-image', '9:16'],
  ])('of %s can be %s', (id, shape) => {
    expect(shapeFault(model(id), shape)).toBeUndefined()
  })

  it.each([
    [
      'gpt-image-2',
      '1000x1000',
      /must be WIDTHxHEIGHT, as in 1216x640: multiples of 16, 655360 to 8294400 pixels/,
    ],
    ['gpt-image-2', '3856x1600', /no edge above 3840/],
    ['gpt-image-2', '2160x704', /none longer than 3 times the other/],
    ['gpt-image-2', '512x512', /655360 to/],
    ['gpt-image-2', '3840x3840', /to 8294400 pixels/],
    ['gpt-image-2', 'large', /must be WIDTHxHEIGHT/],
    ['gpt-image-1.5', '1216x640', /must be one of: 1024x1024, 1536x1024, 1024x1536/],
    ['gemini-3-pro-image', '7:3', /must be one of: 1:1, 2:3/],
  ])('of %s cannot be %s', (id, shape, fault) => {
    expect(shapeFault(model(id), shape)).toMatch(fault)
  })

  it('is the listed one alone where the model names no family', () => {
    const own: Model = { provider: 'openai', id: 'own', label: 'Own', size: '1024x640', quality: 'low' }
    expect(shapeFault(own, '1024x640')).toBeUndefined()
    expect(shapeFault(own, '1536x1024')).toBe('must be 1024x640')
  })
})

describe('what a shape wastes', () => {
  const og = { width: 1200, height: 630 }

  it.each([
    ['nothing, if it is as needed', og, 0],
    ['nothing, if it is larger', { width: 2400, height: 1260 }, 0],
    ['what is cropped away', { width: 1200, height: 1260 }, 0.5],
    ['what it lacks', { width: 600, height: 315 }, 0.75],
    ['a fifth at 1536x1024', { width: 1536, height: 1024 }, 0.2125],
    ['a four-hundredth at 1216x640', { width: 1216, height: 640 }, 0.0025],
  ])('is %s', (_, shape, waste) => {
    expect(wasteOf(shape, og)).toBeCloseTo(waste, 4)
  })
})

it('tells the aspect of what a model is asked for', () => {
  expect(aspectOf(model('gpt-image-2'))).toBeCloseTo(1.9)
  expect(aspectOf(model('gemini-3-pro-image'))).toBeCloseTo(16 / 9)
})
