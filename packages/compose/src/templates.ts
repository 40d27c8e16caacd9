import type { Template } from '@contactsheet/contract'
import type { Align, Ink } from './draw.ts'
import { Overlay, type Rect, type Rgb } from './paint.ts'

export const IMAGE_WIDTH = 1200
export const IMAGE_HEIGHT = 630

const MARGIN = 56
const NIGHT: Rgb = [13, 15, 20]
const PAPER: Rgb = [255, 255, 255]
const AMBER: Rgb = [255, 184, 28]

/** How a template sets its title, and what it lays under it. Lengths in pixels. */
export interface Layout {
  /** Largest extent of the title. */
  box: { width: number; height: number }
  sizes: { min: number; max: number }
  color: string
  /** `start` is left, or right for a title that runs from right to left. */
  align: 'start' | 'center'
  /** Places the drawn title, and paints what belongs to it. */
  paint: (ink: Ink, align: Align) => Overlay
}

/** A solid bar under the picture's lower edge, the title beside an amber mark. */
const bottomBar: Layout = {
  box: { width: 1050, height: 106 },
  sizes: { min: 30, max: 66 },
  color: '#ffffff',
  align: 'start',
  paint(ink, align) {
    const bar: Rect = { left: 0, top: IMAGE_HEIGHT - 158, width: IMAGE_WIDTH, height: 158 }
    const overlay = new Overlay(bar)
    overlay.fill(bar, NIGHT, 0.94)
    const mark = { top: bar.top + 34, width: 7, height: bar.height - 68 }
    const left = align === 'right' ? IMAGE_WIDTH - MARGIN - mark.width : MARGIN
    overlay.fill({ ...mark, left }, AMBER, 1)
    const indent = MARGIN + mark.width + 27
    const x = align === 'right' ? IMAGE_WIDTH - indent - ink.width : indent
    overlay.place(ink, x, middle(bar, ink))
    return overlay
  },
}

/** A solid panel over the left third, the title centred in its height under a short amber rule. */
const leftPanel: Layout = {
  box: { width: 324, height: 460 },
  sizes: { min: 28, max: 68 },
  color: '#ffffff',
  align: 'start',
  paint(ink, align) {
    const panel: Rect = { left: 0, top: 0, width: 420, height: IMAGE_HEIGHT }
    const overlay = new Overlay(panel)
    overlay.fill(panel, NIGHT, 0.92)
    const rule = { width: 60, height: 7, gap: 30 }
    const top = Math.round((IMAGE_HEIGHT - ink.height - rule.height - rule.gap) / 2)
    const right = panel.width - 48
    overlay.fill({ ...rule, left: align === 'right' ? right - rule.width : 48, top }, AMBER, 1)
    overlay.place(ink, align === 'right' ? right - ink.width : 48, top + rule.height + rule.gap)
    return overlay
  },
}

/** A white card in the middle, as large as its title needs. */
const centerBox: Layout = {
  box: { width: 800, height: 320 },
  sizes: { min: 30, max: 68 },
  color: '#14161b',
  align: 'center',
  paint(ink) {
    const width = Math.max(ink.width + 2 * 72, 400)
    const height = Math.max(ink.height + 2 * 60, 170)
    const card = centered(width, height)
    const overlay = new Overlay(card)
    const radius = 18
    for (let row = 0; row < height; row++) {
      const depth = Math.min(row, height - 1 - row) + 0.5
      const inset = depth >= radius ? 0 : radius - Math.sqrt(radius ** 2 - (radius - depth) ** 2)
      const edge = Math.floor(inset)
      const line = { top: card.top + row, height: 1 }
      const corner = { ...line, width: 1 }
      const soft = 0.95 * (1 - (inset - edge))
      overlay.fill({ ...corner, left: card.left + edge }, PAPER, soft)
      overlay.fill({ ...line, left: card.left + edge + 1, width: width - 2 * (edge + 1) }, PAPER, 0.95)
      overlay.fill({ ...corner, left: card.left + width - edge - 1 }, PAPER, soft)
    }
    overlay.place(ink, middleAcross(card, ink), middle(card, ink))
    return overlay
  },
}

/** A shade that rises from the lower edge to a little above the title. */
const overlayBottom: Layout = {
  box: { width: IMAGE_WIDTH - 2 * MARGIN, height: 260 },
  sizes: { min: 32, max: 84 },
  color: '#ffffff',
  align: 'start',
  paint(ink, align) {
    const inkTop = IMAGE_HEIGHT - MARGIN - ink.height
    const top = Math.max(0, inkTop - 170)
    const overlay = new Overlay({ left: 0, top, width: IMAGE_WIDTH, height: IMAGE_HEIGHT - top })
    for (let y = top; y < IMAGE_HEIGHT; y++) {
      const rise = ease((y - top) / (inkTop - 12 - top))
      const fall = Math.max(0, (y - inkTop) / (IMAGE_HEIGHT - inkTop))
      overlay.fill({ left: 0, top: y, width: IMAGE_WIDTH, height: 1 }, NIGHT, 0.64 * rise + 0.22 * fall)
    }
    overlay.place(ink, align === 'right' ? IMAGE_WIDTH - MARGIN - ink.width : MARGIN, inkTop)
    return overlay
  },
}

/** A shade across the middle that fades above and below the title. */
const overlayCenter: Layout = {
  box: { width: 1000, height: 310 },
  sizes: { min: 32, max: 92 },
  color: '#ffffff',
  align: 'center',
  paint(ink) {
    const [fade, pad] = [140, 28]
    const band = centered(IMAGE_WIDTH, Math.min(IMAGE_HEIGHT, ink.height + 2 * (fade + pad)))
    const overlay = new Overlay(band)
    for (let row = 0; row < band.height; row++) {
      const line = { ...band, top: band.top + row, height: 1 }
      overlay.fill(line, NIGHT, 0.66 * ease(Math.min(row + 1, band.height - row) / fade))
    }
    overlay.place(ink, middleAcross(band, ink), middle(band, ink))
    return overlay
  },
}

export const LAYOUTS: Record<Template, Layout> = {
  'bottom-bar': bottomBar,
  'left-panel': leftPanel,
  'center-box': centerBox,
  'overlay-bottom': overlayBottom,
  'overlay-center': overlayCenter,
}

function centered(width: number, height: number): Rect {
  return {
    left: Math.floor((IMAGE_WIDTH - width) / 2),
    top: Math.floor((IMAGE_HEIGHT - height) / 2),
    width,
    height,
  }
}

function middle(rect: Rect, ink: Ink): number {
  return rect.top + Math.round((rect.height - ink.height) / 2)
}

function middleAcross(rect: Rect, ink: Ink): number {
  return rect.left + Math.round((rect.width - ink.width) / 2)
}

/** From 0 to 1 without a visible beginning or end. */
function ease(share: number): number {
  const t = Math.min(1, Math.max(0, share))
  return t * t * (3 - 2 * t)
}
