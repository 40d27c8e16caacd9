import { DEFAULT_OUTPUT, type Output } from '@contactsheet/contract'
import PQueue from 'p-queue'
import { encode, encodeSmall, type Picture } from './encode.ts'
import type { Shape } from './frame.ts'
import { Line, type Owner } from './line.ts'
import type { Look } from './look.ts'
import { release } from './memory.ts'
import { overlayFor } from './overlays.ts'
import type { Canvas } from './paint.ts'
import { crop, decodeOnce, decodeWhole, fromCanvas, fromFile, type Source } from './picture.ts'
import { PICTURES_AT_ONCE } from './threads.ts'

const inTheMaking = new PQueue({ concurrency: PICTURES_AT_ONCE })
const line = new Line()
const NOBODY: Owner = { name: '' }

/** Pixels of an output beyond which the pictures of one original at a time are made: as AVIF, eight million take 200 MB. */
const LARGE = 4_000_000

const largeInTheMaking = new PQueue({ concurrency: 1 })

/** Titles of pictures that are still to come, one at a time: who has a picture in hand goes first. */
const ahead = new PQueue({ concurrency: 1 })

/** What was made of an original. */
export interface Composed {
  /** One for each output, in their order. */
  pictures: Picture[]
  /** The first of them as a small JPEG. */
  small: Picture
  /** Whether anything of the title could be drawn; true where there is to be none. */
  hasTitle: boolean
}

/**
 * Makes the finished pictures of a leaf: decodes the original once, crops it to cover each output, lays the title over it and
 * encodes it once. The same input gives the same bytes.
 *
 * @param original bytes as the provider returned them
 * @param outputs of each one picture
 * @param owner whose it is: what waits to be made comes by their turns, see {@link Line}
 * @throws KindError `bad_image` for bytes that are no picture, are damaged or cut short, or have too many pixels
 */
export function compose(
  original: Uint8Array,
  look: Look,
  outputs: readonly Output[] = [DEFAULT_OUTPUT],
  owner: Owner = NOBODY,
): Promise<Composed> {
  const turn = line.next(owner)
  const make = () => {
    line.begin(turn)
    return makeAll(fromFile(original), look, outputs)
  }
  const isLarge = outputs.some(({ width = 0, height = 0 }) => width * height > LARGE)
  return inTheMaking.add(isLarge ? () => largeInTheMaking.add(make) : make, { priority: -turn })
}

/**
 * Makes the canvas of one output, before it is encoded. Throws as {@link compose} does.
 *
 * @param original bytes as a provider returned them
 */
export function composeCanvas(original: Uint8Array, look: Look, output: Output): Promise<Canvas> {
  return inTheMaking.add(async () => {
    const file = fromFile(original)
    if (isWhole(output)) return decodeWhole(file)
    return (await paint(file, look, output)).canvas
  })
}

/**
 * Draws what will be laid over pictures of a look while no picture is in the making: then it is there when they come. Nothing waits for
 * it, and what cannot be drawn is told by {@link compose}.
 *
 * Of 150 pictures that came within two seconds on two cores, the last was made 4% sooner.
 */
export function drawAhead(look: Look, outputs: readonly Output[]): void {
  const draw = async (shape: Shape) => {
    if (inTheMaking.pending === 0) await overlayFor(look, shape)
  }
  for (const { width, height } of outputs)
    if (width !== undefined && height !== undefined) ahead.add(() => draw({ width, height })).catch(() => {})
}

async function makeAll(file: Source, look: Look, outputs: readonly Output[]): Promise<Composed> {
  const canvases = [...Map.groupBy(outputs.entries(), ([, output]) => canvasKey(output)).values()]
  const isOneCrop = canvases.length === 1 && !outputs.some(isWhole)
  const decoded = isOneCrop ? undefined : await decodeOnce(file, outputs)
  const source = decoded === undefined ? file : fromCanvas(decoded)
  const made: Made = { pictures: [], hasTitle: true }
  try {
    for (const same of canvases)
      if (same.some(([, output]) => isWhole(output))) await write(source, same, made)
      else await cropAndWrite(source, look, same, made)
  } finally {
    if (decoded !== undefined) release(decoded.data)
  }
  const { pictures, small, hasTitle } = made
  if (small === undefined) throw new RangeError('A picture has at least one output.')
  return { pictures, small, hasTitle }
}

/** What has been made of an original so far. */
type Made = Pick<Composed, 'pictures' | 'hasTitle'> & { small?: Picture }

/** Outputs of one canvas, each with its place among all. */
type Same = readonly (readonly [place: number, output: Output])[]

function canvasKey({ width, height, crop }: Output): string {
  return `${width}x${height} ${crop}`
}

function isWhole({ width, height }: Output): boolean {
  return width === undefined || height === undefined
}

/** Writes outputs from the canvas that they share. One is held at a time. */
async function cropAndWrite(source: Source, look: Look, same: Same, made: Made): Promise<void> {
  const [[, output] = [0, DEFAULT_OUTPUT]] = same
  const { canvas, hasTitle } = await paint(source, look, output)
  made.hasTitle &&= hasTitle
  try {
    await write(fromCanvas(canvas), same, made)
  } finally {
    release(canvas.data)
  }
}

/** Crops a picture to an output that has a size, and lays the title over it. */
async function paint(source: Source, look: Look, { width = 0, height = 0, crop: stays }: Output) {
  const canvas = await crop(source, { width, height, crop: stays })
  try {
    const overlay = await overlayFor(look, canvas)
    overlay?.blendInto(canvas)
    return { canvas, hasTitle: overlay !== undefined }
  } catch (error) {
    release(canvas.data)
    throw error
  }
}

async function write({ open }: Source, same: Same, made: Made): Promise<void> {
  for (const [place, output] of same) {
    made.pictures[place] = await encode(open(), output)
    if (place === 0) made.small = await encodeSmall(open())
  }
}
