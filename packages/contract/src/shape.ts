import type { Model } from './catalog/model.ts'
import { type FreeSizes, SHAPES } from './catalog/shapes.ts'
import type { Output } from './output.ts'

/** In pixels. */
interface Size {
  width: number
  height: number
}

/** What a model can be asked for: `WIDTHxHEIGHT` in pixels or `WIDTH:HEIGHT`, and how large that is. */
interface Shape extends Size {
  name: string
}

/** Pixels that a picture is taken to have of which only the aspect ratio is asked: about those of Gemini's 1K. */
const RATIO_PIXELS = 2 ** 20

/** How much more than the best a shape may waste and still be taken, if it is the listed one or has fewer pixels. */
const ALIKE = 0.01

/**
 * A model as it is to be asked for the originals of a batch: for the shape that wastes least for all its outputs together, of
 * those that its family takes. The listed one stays where no other is noticeably better.
 */
export function shapedFor(outputs: readonly Output[], model: Model): Model {
  const option = shapeOption(model)
  const needed = boxOf(outputs)
  if (option === undefined || model.shapes === undefined || needed === undefined) return model
  return { ...model, [option]: bestOf(shapeOf(model), model.shapes, needed) }
}

/** The option of a model that is its shape; undefined if it has none. */
export function shapeOption(model: Model): 'size' | 'aspectRatio' | undefined {
  if ('size' in model) return 'size'
  return 'aspectRatio' in model ? 'aspectRatio' : undefined
}

/** How often the pixels of 1K there are in each size of Gemini's. */
const IMAGE_SIZES = { '1K': 1, '2K': 4, '4K': 16 } as const

/** About how many pixels a model makes. */
export function pixelsOf(model: Model): number {
  const { width, height } = sizeOf(shapeOf(model))
  return Math.round(width * height * ('imageSize' in model ? IMAGE_SIZES[model.imageSize] : 1))
}

/** Why a model cannot be asked for a shape; undefined if it can. */
export function shapeFault(model: Model, shape: string): string | undefined {
  if (shape === shapeOf(model)) return undefined
  if (model.shapes === undefined) return `must be ${shapeOf(model)}`
  const family = familyOf(model.shapes)
  if (!('step' in family)) return family.includes(shape) ? undefined : `must be one of: ${family.join(', ')}`
  const {
    step,
    ratio,
    longestEdge,
    pixels: [fewest, most],
  } = family
  const isSize = /^[1-9]\d{1,3}x[1-9]\d{1,3}$/.test(shape)
  const { width, height } = sizeOf(shape)
  const isTaken =
    isSize && width % step === 0 && height % step === 0 && isWithin(family, { width, height }, most)
  return isTaken
    ? undefined
    : `must be WIDTHxHEIGHT, as in ${shapeOf(model)}: multiples of ${step}, ${fewest} to ${most} pixels, no edge above ${longestEdge}, and none longer than ${ratio} times the other`
}

/** Whether the price of a model is also that of a shape it is asked for instead of the one that is listed. */
export function isPricedAlike({ shapes }: Model, shape: string): boolean {
  if (shapes === undefined) return false
  const family = familyOf(shapes)
  const { width, height } = sizeOf(shape)
  return !('step' in family) || width * height <= family.pricedUpTo
}

/** Width over height of what a model is asked for; 1 if that is left to its provider. */
export function aspectOf(model: Model): number {
  const { width, height } = sizeOf(shapeOf(model))
  return width / height
}

/**
 * What is lost when pictures that together need a box are cropped from a shape: the share of its pixels that none of them
 * shows, and the share of theirs that it lacks, so that they are enlarged.
 *
 * @param needed width and height of the box, in pixels
 */
export function wasteOf({ width, height }: Size, needed: Size): number {
  const scale = Math.max(needed.width / width, needed.height / height)
  const unseen = 1 - (needed.width * needed.height) / (scale ** 2 * width * height)
  return unseen + (scale > 1 ? 1 - 1 / scale ** 2 : 0)
}

/** As wide as the widest output and as high as the highest; undefined if all are whole originals, which any shape suits. */
function boxOf(outputs: readonly Output[]): Size | undefined {
  const width = Math.max(...outputs.map(output => output.width ?? 0))
  const height = Math.max(...outputs.map(output => output.height ?? 0))
  return width > 0 && height > 0 ? { width, height } : undefined
}

function shapeOf(model: Model): string {
  if ('size' in model) return model.size
  return 'aspectRatio' in model ? model.aspectRatio : '1:1'
}

function sizeOf(shape: string): Size {
  const [width = 1, height = 1] = shape.split(/[x:]/).map(Number)
  if (shape.includes('x')) return { width, height }
  const unit = Math.sqrt(RATIO_PIXELS / (width * height))
  return { width: width * unit, height: height * unit }
}

/** The listed shape where no other wastes less; else, of those that waste least, the one with the fewest pixels. */
function bestOf(listed: string, shapes: NonNullable<Model['shapes']>, needed: Size): string {
  const ofListed = wasteOf(sizeOf(listed), needed)
  if (ofListed <= ALIKE) return listed
  const others = shapesOf(shapes, needed).map(shape => ({ ...shape, waste: wasteOf(shape, needed) }))
  const least = Math.min(ofListed, ...others.map(({ waste }) => waste))
  if (ofListed <= least + ALIKE) return listed
  const good = others.filter(({ waste }) => waste <= least + ALIKE)
  return good.sort((a, b) => a.width * a.height - b.width * b.height)[0]?.name ?? listed
}

function familyOf(shapes: NonNullable<Model['shapes']>): readonly string[] | FreeSizes {
  return { ...SHAPES.openai, ...SHAPES.google }[shapes]
}

function shapesOf(shapes: NonNullable<Model['shapes']>, needed: Size): Shape[] {
  const family = familyOf(shapes)
  return 'step' in family ? freeShapes(family, needed) : family.map(name => ({ name, ...sizeOf(name) }))
}

/** Of each width the two heights next to the box's ratio, or the one nearest to it that is allowed. */
function freeShapes(family: FreeSizes, box: Size): Shape[] {
  const { step, ratio, longestEdge, pricedUpTo } = family
  const aspect = Math.min(ratio, Math.max(1 / ratio, box.width / box.height))
  const shapes: Shape[] = []
  for (let width = step; width <= longestEdge; width += step)
    for (const round of [Math.floor, Math.ceil]) {
      const height = round(width / aspect / step) * step
      if (isWithin(family, { width, height }, pricedUpTo))
        shapes.push({ name: `${width}x${height}`, width, height })
    }
  return shapes
}

/** @param most pixels that it may have */
function isWithin(
  { ratio, longestEdge, pixels: [fewest] }: FreeSizes,
  { width, height }: Size,
  most: number,
) {
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  const pixels = width * height
  return long <= longestEdge && long <= ratio * short && pixels >= fewest && pixels <= most
}
