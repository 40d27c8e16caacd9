import { TEXT_KINDS } from '@contactsheet/contract'
import { LRUCache } from 'lru-cache'
import { drawLayers } from './drawn-layers.ts'
import { frameOf, type Shape } from './frame.ts'
import type { Look } from './look.ts'
import { release } from './memory.ts'
import type { Overlay } from './paint.ts'
import { seriesId } from './series.ts'
import { layOut, paintsOf } from './templates.ts'
import { cleanTitle, isRightToLeft } from './title.ts'

/**
 * Overlays of late, since all models of a prompt share one. Few, because the letters of one can take half a megabyte;
 * promises, so that leaves which come at once wait for the same drawing.
 */
const recent = new LRUCache<string, Promise<Overlay | undefined>>({ max: 12 })

/**
 * What is laid over a picture of a size.
 *
 * @returns undefined if there is no title, or nothing of it can be drawn: the picture stays as it is
 */
export function overlayFor(look: Look, { width, height }: Shape): Promise<Overlay | undefined> {
  const texts = TEXT_KINDS.map(kind => cleanTitle(look[kind] ?? ''))
  const { template, theme, font, fonts, language, logo, series } = look
  const others = [logo?.sha256, series && seriesId(series)]
  const key = JSON.stringify([template, theme, font, fonts, language, others, texts, width, height])
  const known = recent.get(key)
  if (known !== undefined) return known
  const clean = { ...look, ...Object.fromEntries(TEXT_KINDS.map((kind, place) => [kind, texts[place]])) }
  const drawn = drawOverlay(clean, { width, height })
  recent.set(key, drawn)
  drawn.catch(() => recent.delete(key))
  return drawn
}

/** Draws the overlay of a look whose texts are clean. */
async function drawOverlay(look: Look, shape: Shape): Promise<Overlay | undefined> {
  const frame = frameOf(shape, isRightToLeft(look.title ?? ''))
  const layers = await drawLayers(look, frame)
  if (layers === undefined) return undefined
  const overlay = layOut(layers, frame, paintsOf(look.template, look.theme))
  for (const layer of layers) {
    if (layer.kind === 'logo') release(layer.ink.data)
    if (layer.kind === 'stack') for (const { drawn } of layer.pieces) if ('data' in drawn) release(drawn.data)
  }
  return overlay
}
