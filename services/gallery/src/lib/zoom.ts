/** In pixels. */
export interface Size {
  width: number
  height: number
}

/** In CSS pixels, from the middle of a frame. */
export interface Point {
  x: number
  y: number
}

/**
 * What is seen of pictures. It says nothing in pixels, so that pictures of any size show the same part of themselves:
 * `scale` is how much larger they are than whole in their frame, `x` and `y` are what part of the way across and down
 * the middle of the frame is.
 */
export interface View {
  scale: number
  x: number
  y: number
}

/** A picture in its frame. */
export interface Geometry {
  /** In CSS pixels. */
  frame: Size
  /** In pixels of its own. */
  picture: Size
  /** Pixels of the screen for each CSS pixel. */
  density: number
}

/** The whole picture. */
export const FIT: View = { scale: 1, x: 0.5, y: 0.5 }

/** How many pixels of the screen a pixel of a picture takes at most, each way. */
const MOST = 16
/** How much one step of the zoom makes of it. */
const STEP = 1.5
/** From here on pixels are shown as squares, in pixels of the screen. */
const SQUARES = 3

/** The scale at which one pixel of the picture is one of the screen. */
export function actualScale({ frame, picture, density }: Geometry): number {
  return Math.max(picture.width / frame.width, picture.height / frame.height) / density
}

/** Pixels of the screen for each pixel of the picture, in percent. */
export function percentOf({ scale }: View, geometry: Geometry): number {
  return Math.round((100 * scale) / actualScale(geometry))
}

/** The same, with the picture over as much of the frame as it covers, and no smaller or larger than is of use. */
export function clamped(view: View, geometry: Geometry): View {
  const actual = actualScale(geometry)
  const scale = within(view.scale, Math.min(1, actual), Math.max(1, actual * MOST))
  const { width, height } = sizeAt(scale, geometry)
  return {
    scale,
    x: middle(view.x, geometry.frame.width / width),
    y: middle(view.y, geometry.frame.height / height),
  }
}

/** @param share what part of the picture the frame can show; all of it stands in the middle */
function middle(at: number, share: number): number {
  return share >= 1 ? 0.5 : within(at, share / 2, 1 - share / 2)
}

/** At another scale, with what is under a point staying there. */
export function scaledTo(view: View, geometry: Geometry, scale: number, at: Point = { x: 0, y: 0 }): View {
  const next = clamped({ ...view, scale }, geometry).scale
  const before = sizeAt(view.scale, geometry)
  const after = sizeAt(next, geometry)
  return clamped(
    {
      scale: next,
      x: view.x + at.x / before.width - at.x / after.width,
      y: view.y + at.y / before.height - at.y / after.height,
    },
    geometry,
  )
}

/** Moved with the picture under the hand, by so many CSS pixels. */
export function panned(view: View, geometry: Geometry, by: Point): View {
  const { width, height } = sizeAt(view.scale, geometry)
  return clamped({ ...view, x: view.x - by.x / width, y: view.y - by.y / height }, geometry)
}

/** The scale a step further in (1) or out (-1). It does not leap over the whole picture, nor over 100%. */
export function stepped(scale: number, direction: 1 | -1, geometry: Geometry): number {
  const next = scale * STEP ** direction
  const [low, high] = direction === 1 ? [scale, next] : [next, scale]
  const stops = [1, actualScale(geometry)].filter(stop => stop > low * 1.001 && stop < high * 0.999)
  return direction === 1 ? Math.min(next, ...stops) : Math.max(next, ...stops)
}

/** Where a picture is in its frame, in CSS pixels. It starts at a pixel of the screen: between two it would be blurred. */
export function placeOf(view: View, geometry: Geometry): Size & { left: number; top: number } {
  const { frame, density } = geometry
  const { scale, x, y } = clamped(view, geometry)
  const { width, height } = sizeAt(scale, geometry)
  const onPixel = (value: number) => Math.round(value * density) / density
  return {
    width,
    height,
    left: onPixel(frame.width / 2 - x * width),
    top: onPixel(frame.height / 2 - y * height),
  }
}

/** Whether a picture is so large that its pixels are to be seen, not smoothed. */
export function showsPixels(view: View, geometry: Geometry): boolean {
  return percentOf(view, geometry) >= 100 * SQUARES
}

/** As an address has it; undefined for the whole picture, which needs no saying. */
export function textOf({ scale, x, y }: View): string | undefined {
  if (scale === 1) return undefined
  return [scale.toPrecision(6), x.toFixed(4), y.toFixed(4)].map(Number).join(',')
}

/** The view of an address; what makes no sense is the whole picture. */
export function viewIn(text: string | null): View {
  const [scale = Number.NaN, x = Number.NaN, y = Number.NaN] = text?.split(',').map(Number) ?? []
  const isView = scale > 0 && scale <= 1_000 && x >= 0 && x <= 1 && y >= 0 && y <= 1
  return isView ? { scale, x, y } : FIT
}

/** How much larger rows have to show pictures than one row does, which has the full height to be zoomed into. */
const WORTH_ROWS = 1.5

/**
 * How many columns show pictures largest.
 *
 * @param room for all of them, in CSS pixels
 * @param ratio width by height of a picture
 * @param below what stands below each picture, in CSS pixels
 */
export function columnsFor(count: number, room: Size, ratio: number, below = 0): number {
  const widthIn = (columns: number) =>
    Math.min(room.width / columns, (room.height / Math.ceil(count / columns) - below) * ratio)
  let [best, least] = [count, widthIn(count) * WORTH_ROWS]
  for (let columns = count - 1; columns > 0; columns--) {
    const width = widthIn(columns)
    if (width > least) [best, least] = [columns, width]
  }
  return best
}

/** Size of a picture on the screen, in CSS pixels. */
function sizeAt(scale: number, { frame, picture }: Geometry): Size {
  const fit = Math.min(frame.width / picture.width, frame.height / picture.height)
  return { width: picture.width * fit * scale, height: picture.height * fit * scale }
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
