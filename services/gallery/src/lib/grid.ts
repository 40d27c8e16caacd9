import type { BatchView } from '../api/types.ts'

/** How the sheet lies in the space it has. Pixels. */
export interface SheetLayout {
  /** Width of one picture. */
  cell: number
  /** Height of one row, pictures with what is below them. */
  row: number
  /** Width of the column of prompts; 0 where they stand above their pictures. */
  prompts: number
  /** Width of all columns of pictures. */
  width: number
  /** Width by height of a picture. */
  ratio: number
}

/** Width by height of a picture whose batch asks for no other shape. */
export const RATIO = 1200 / 630
/** What a cell is at least and at most, so that a row is neither a strip nor a tower. */
const RATIOS = { least: 9 / 16, most: 3 }
export const GAP = 10
/** What stands below a picture. */
const CAPTION = 24
const PROMPTS = 190
/** The line of the prompt above its pictures, where there is no column for it. */
const PROMPT_LINE = 40
const NARROW = 640
const LEAST = 132
const MOST = 560

/** Width by height of the images of a batch, as far as a sheet follows it. */
export function ratioOf(outputs: BatchView['outputs']): number {
  const { width, height } = outputs?.[0] ?? {}
  if (width === undefined || height === undefined) return RATIO
  return Math.min(RATIOS.most, Math.max(RATIOS.least, width / height))
}

/**
 * The layout of a sheet.
 *
 * @param width what there is, in pixels
 * @param models how many columns
 * @param zoom 0 for the smallest pictures, 1 for the largest; undefined fits all columns in
 * @param ratio width by height of a picture
 */
export function sheetLayout(width: number, models: number, zoom?: number, ratio = RATIO): SheetLayout {
  const prompts = width < NARROW ? 0 : PROMPTS
  const room = (width - prompts - GAP * models) / models
  // The largest picture has about the same area in every shape.
  const most = Math.max(LEAST, MOST * Math.min(1, Math.sqrt(ratio / RATIO)))
  const fit = Math.min(most, Math.max(LEAST, room))
  const cell = Math.floor(zoom === undefined ? fit : LEAST + (most - LEAST) * zoom)
  const row = Math.round(cell / ratio) + CAPTION + GAP + (prompts === 0 ? PROMPT_LINE : 0)
  return { cell, row, prompts, width: models * (cell + GAP), ratio }
}

/** How many pictures fit side by side, and how wide each is then. Pixels. */
export function tiles(width: number, wanted: number, gap: number): { columns: number; cell: number } {
  const columns = Math.max(1, Math.round((width + gap) / (wanted + gap)))
  return { columns, cell: Math.floor((width - gap * (columns - 1)) / columns) }
}
