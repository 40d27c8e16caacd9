/** Of a window, in pixels. */
interface Window {
  width: number
  height: number
}

/** The one size of a panel that can be changed, in pixels: the other is that of what it stands in. */
export interface PanelSize {
  dimension: 'width' | 'height'
  px: number
  least: number
  most: number
  /** If nobody changes it. */
  usual: number
}

/** Windows that have no room for a timeline beside the sheet; and those where it is put away until somebody asks. */
const WIDE = 1080
const NARROW = 640
/** How much of a window it may take. */
const MOST = 0.7

/** What somebody asked for. */
interface Wish {
  open?: boolean
  below?: boolean
  width?: number
  height?: number
}

export function isOpen({ open }: Wish, window: Window): boolean {
  return open ?? window.width >= NARROW
}

/** Whether there is room beside the sheet. */
export function isWide(window: Window): boolean {
  return window.width >= WIDE
}

/** The size of an open timeline: its width beside the sheet, or the height of what it shows below that. */
export function panelSize(wish: Wish, window: Window): PanelSize {
  if (isWide(window) && wish.below !== true)
    return sized('width', wish.width, 340, window.width, Math.min(560, window.width * 0.36))
  // A narrow window scrolls as a whole: what is below takes nothing from the sheet.
  const usual = window.width < NARROW ? window.height / 2 : Math.min(260, window.height * 0.28)
  return sized('height', wish.height, 140, window.height, usual)
}

function sized(
  dimension: PanelSize['dimension'],
  wished: number | undefined,
  least: number,
  room: number,
  usually: number,
): PanelSize {
  const most = Math.max(least, Math.round(room * MOST))
  const within = (px: number) => Math.max(least, Math.min(most, Math.round(px)))
  return { dimension, px: within(wished ?? usually), least, most, usual: within(usually) }
}
