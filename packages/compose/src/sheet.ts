import type { Align } from './draw.ts'
import { encode } from './encode.ts'
import { FACES } from './faces.ts'
import { fit } from './fit.ts'
import { release } from './memory.ts'
import { type Canvas, Overlay, type Rect, type Rgb } from './paint.ts'
import { crop, fromCanvas, fromFile } from './picture.ts'
import type { Size } from './size.ts'
import { cleanTitle } from './title.ts'

/** Most rows and columns of a sheet; what is beyond is counted in a line at its foot. */
export const SHEET_ROWS = 40
export const SHEET_COLUMNS = 8

/**
 * A finished image, a way to load one (so that a large sheet holds one at a time), why there is none, or a word for a
 * cell that has none without anything being wrong.
 */
export type SheetCell = Uint8Array | (() => Promise<Uint8Array>) | Blank

/** What a cell without an image says. */
type Blank = { failed: string } | { empty: string }

interface SheetRow {
  title: string
  /** Counted from 1; its place among the rows if not said. */
  number?: number
  /** One for each column, in the same order. */
  cells: SheetCell[]
}

export interface Sheet {
  heading: string
  /** What stands above each column. */
  models: string[]
  /** How many columns next to each other are of one model; one if not said. */
  variations?: number
  rows: SheetRow[]
  /** A second line under the heading. */
  note?: string
  /** Of its images, width over height; that of 1200x630 if not said. */
  aspect?: number
}

const FACE = FACES.inter
const QUALITY = 85
const MARGIN = 32
const GAP = 14
const LABEL_WIDTH = 260
const HEADING_HEIGHT = 44
const NOTE_HEIGHT = 30
const MODEL_HEIGHT = 40
const FOOT_HEIGHT = 44
/** Of a cell: its longer edge over the shorter. */
const MOST_ASPECT = 2

const NIGHT: Rgb = [16, 18, 23]
const EMBER: Rgb = [46, 27, 31]
const SLATE: Rgb = [27, 30, 37]
const WHITE = '#f4f5f7'
const GREY = '#9aa1ad'
const AMBER = '#ffb81c'
const RED = '#ff9a9a'

/** Where everything goes, in pixels. */
interface Grid {
  width: number
  height: number
  headHeight: number
  cell: Size
  columns: number
  rows: number
}

/**
 * Draws the contact sheet of a batch as one JPEG: prompts down, models across, each with its variations side by side. A cell without an image shows why; one
 * whose image cannot be loaded or decoded says so.
 */
export async function composeSheet(sheet: Sheet): Promise<Buffer> {
  const grid = gridOf(sheet)
  const canvas = blank(grid.width, grid.height)
  await head(canvas, sheet, grid)
  for (const [index, row] of sheet.rows.slice(0, grid.rows).entries()) {
    const top = grid.headHeight + index * (grid.cell.height + GAP)
    const label = { left: MARGIN, top, width: LABEL_WIDTH, height: grid.cell.height }
    await write(canvas, String(row.number ?? index + 1), { ...label, height: 22 }, { max: 18, color: AMBER })
    const below = { ...label, top: top + 32, height: label.height - 32 }
    await write(canvas, row.title, below, { max: 22, color: WHITE })
    for (const [column, cell] of row.cells.slice(0, grid.columns).entries())
      await place(canvas, cell, { left: columnLeft(grid, column), top, ...grid.cell })
  }
  await foot(canvas, sheet, grid)
  const { bytes } = await encode(fromCanvas(canvas).open(), { format: 'jpeg', quality: QUALITY })
  return bytes
}

function gridOf(sheet: Sheet): Grid {
  const columns = Math.min(sheet.models.length, SHEET_COLUMNS)
  const rows = Math.min(sheet.rows.length, SHEET_ROWS)
  // Few models get large cells; many get the quarter size that JPEG can decode to directly.
  const cell = inShape(
    columns <= 2
      ? { width: 480, height: 252 }
      : columns <= 4
        ? { width: 400, height: 210 }
        : { width: 300, height: 158 },
    sheet.aspect,
  )
  const headHeight =
    MARGIN + HEADING_HEIGHT + (sheet.note === undefined ? 0 : NOTE_HEIGHT) + GAP + MODEL_HEIGHT
  const footHeight = missing(sheet) === undefined ? 0 : FOOT_HEIGHT
  return {
    width: 2 * MARGIN + LABEL_WIDTH + columns * (cell.width + GAP),
    height: headHeight + rows * (cell.height + GAP) - GAP + footHeight + MARGIN,
    headHeight,
    cell,
    columns,
    rows,
  }
}

/** Cells of another shape have as many pixels, so that a sheet is as large; of one that is very long they show a part. */
function inShape(cell: Size, aspect: number | undefined): Size {
  if (aspect === undefined) return cell
  const shape = Math.min(MOST_ASPECT, Math.max(1 / MOST_ASPECT, aspect))
  const width = Math.round(Math.sqrt(cell.width * cell.height * shape))
  return { width, height: Math.round(width / shape) }
}

function columnLeft(grid: Grid, column: number): number {
  return MARGIN + LABEL_WIDTH + GAP + column * (grid.cell.width + GAP)
}

async function head(canvas: Canvas, sheet: Sheet, grid: Grid): Promise<void> {
  const line = { left: MARGIN, top: MARGIN, width: canvas.width - 2 * MARGIN, height: HEADING_HEIGHT }
  await write(canvas, sheet.heading, line, { max: 32, color: WHITE })
  if (sheet.note !== undefined) {
    const below = { ...line, top: MARGIN + HEADING_HEIGHT, height: NOTE_HEIGHT - 8 }
    await write(canvas, sheet.note, below, { max: 18, color: GREY })
  }
  for (const [column, model] of sheet.models.slice(0, grid.columns).entries()) {
    const top = grid.headHeight - MODEL_HEIGHT + 8
    const label = { left: columnLeft(grid, column), top, width: grid.cell.width, height: 24 }
    await write(canvas, model, label, { max: 19, color: GREY })
  }
}

async function foot(canvas: Canvas, sheet: Sheet, grid: Grid): Promise<void> {
  const text = missing(sheet)
  if (text === undefined) return
  const top = grid.height - MARGIN - 24
  await write(
    canvas,
    text,
    { left: MARGIN, top, width: grid.width - 2 * MARGIN, height: 24 },
    { max: 20, color: GREY },
  )
}

/** What of a batch is not on its sheet. */
function missing(sheet: Sheet): string | undefined {
  const rows = sheet.rows.length - SHEET_ROWS
  const columns = sheet.models.length - SHEET_COLUMNS
  const word = (sheet.variations ?? 1) > 1 ? 'column' : 'model'
  const parts = [
    ...(rows > 0 ? [`${rows} more ${rows === 1 ? 'prompt' : 'prompts'}`] : []),
    ...(columns > 0 ? [`${columns} more ${word}${columns === 1 ? '' : 's'}`] : []),
  ]
  return parts.length === 0 ? undefined : `Not shown: ${parts.join(', ')}.`
}

/** Puts an image, or the reason why there is none, into its cell. */
async function place(canvas: Canvas, cell: SheetCell, rect: Rect): Promise<void> {
  const image = await load(cell, rect)
  if (!('data' in image)) {
    const [ground, color, text] =
      'failed' in image ? ([EMBER, RED, image.failed] as const) : ([SLATE, GREY, image.empty] as const)
    const tile = new Overlay(rect)
    tile.fill(rect, ground, 1)
    tile.blendInto(canvas)
    const inset = {
      left: rect.left + 20,
      top: rect.top + 16,
      width: rect.width - 40,
      height: rect.height - 32,
    }
    return write(canvas, text, inset, { max: 20, color, align: 'center' })
  }
  for (let row = 0; row < rect.height; row++) {
    const from = row * rect.width * 3
    const to = ((rect.top + row) * canvas.width + rect.left) * 3
    canvas.data.set(image.data.subarray(from, from + rect.width * 3), to)
  }
  release(image.data)
}

async function load(cell: SheetCell, size: Size): Promise<Canvas | Blank> {
  if (typeof cell === 'object' && ('failed' in cell || 'empty' in cell)) return cell
  try {
    return await crop(fromFile(cell instanceof Uint8Array ? cell : await cell()), size)
  } catch {
    return { failed: 'The image could not be read.' }
  }
}

/** Writes a text into a box: at its top left, or in its middle. */
async function write(
  canvas: Canvas,
  text: string,
  box: Rect,
  { max, color, align = 'left' }: { max: number; color: string; align?: Align },
): Promise<void> {
  const sizes = { min: Math.min(15, max), max }
  const ink = await fit(cleanTitle(text), { face: FACE, color, align, box, sizes })
  if (ink === undefined) return
  const overlay = new Overlay(box)
  const [x, y] =
    align === 'center'
      ? [Math.floor((box.width - ink.width) / 2), Math.floor((box.height - ink.height) / 2)]
      : [0, 0]
  overlay.place(ink, box.left + x, box.top + y)
  release(ink.data)
  overlay.blendInto(canvas)
}

function blank(width: number, height: number): Canvas {
  const data = Buffer.alloc(width * height * 3, Uint8Array.from(NIGHT))
  return { width, height, data }
}
