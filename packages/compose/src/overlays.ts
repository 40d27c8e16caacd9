import type { Font, Template } from '@contactsheet/contract'
import { LRUCache } from 'lru-cache'
import type { Align } from './draw.ts'
import { FACES } from './faces.ts'
import { fit } from './fit.ts'
import { release } from './memory.ts'
import type { Overlay } from './paint.ts'
import { LAYOUTS } from './templates.ts'
import { cleanTitle, isRightToLeft } from './title.ts'

/** How a picture should look. */
export interface Look {
  template: Template
  font: Font
  title: string
}

/**
 * Overlays of late, since all models of a prompt share one. Few, because the letters of one can take half a megabyte;
 * promises, so that leaves which come at once wait for the same drawing.
 */
const recent = new LRUCache<string, Promise<Overlay | undefined>>({ max: 12 })

/** The overlay of a look; undefined if its title has nothing to draw. */
export function overlayFor({ title, template, font }: Look): Promise<Overlay | undefined> {
  const text = cleanTitle(title)
  const key = JSON.stringify([template, font, text])
  const known = recent.get(key)
  if (known !== undefined) return known
  const drawn = drawOverlay({ title: text, template, font })
  recent.set(key, drawn)
  drawn.catch(() => recent.delete(key))
  return drawn
}

/** Draws the overlay of a look whose title is clean. */
async function drawOverlay({ title, template, font }: Look): Promise<Overlay | undefined> {
  const { box, sizes, color, align, paint } = LAYOUTS[template]
  const side: Align = align === 'center' ? 'center' : isRightToLeft(title) ? 'right' : 'left'
  // Pango swaps left and right for text that runs from right to left.
  const ink = await fit(title, {
    face: FACES[font],
    color,
    align: align === 'center' ? 'center' : 'left',
    box,
    sizes,
  })
  if (ink === undefined) return undefined
  const overlay = paint(ink, side)
  release(ink.data)
  return overlay
}
