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
 * those that its family takes. The listed one stays where no other is noticeably better. As a batch keeps it, it names no family.
 */
export function shapedFor(outputs: readonly Output[], model: Model): Model {
  const { shapes, ...asked } = model
  const needed = boxOf(outputs)
  if (shapes === undefined || needed === undefined) return asked as Model
  const shape = bestOf(shapeOf(asked as Model), shapes, needed)
  return { ...asked, ...('size' in asked ? { size: shape } : { aspectRatio: shape }) } as Model
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

function shapesOf(shapes: NonNullable<Model['shapes']>, needed: Size): Shape[] {
  const family: readonly string[] | FreeSizes = { ...SHAPES.openai, ...SHAPES.google }[shapes]
  return 'step' in family ? freeShapes(family, needed) : family.map(name => ({ name, ...sizeOf(name) }))
}

/** Of each width the two heights next to the box's ratio, or the one nearest to it that is allowed. */
function freeShapes({ step, ratio, longestEdge, pixels: [fewest, most] }: FreeSizes, box: Size): Shape[] {
  const aspect = Math.min(ratio, Math.max(1 / ratio, box.width / box.height))
  const shapes: Shape[] = []
  for (let width = step; width <= longestEdge; width += step)
    for (const round of [Math.floor, Math.ceil]) {
      const height = round(width / aspect / step) * step
      const [short, long] = [Math.min(width, height), Math.max(width, height)]
      const isAllowed = long <= longestEdge && long <= ratio * short
      if (isAllowed && width * height >= fewest && width * height <= most)
        shapes.push({ name: `${width}x${height}`, width, height })
    }
  return shapes
}
