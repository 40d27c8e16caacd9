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
 * All that is kept, in bytes. Models answer in an order of their own, so a title may come again after many others: a letter's pixels
 * take six bytes each, a title's 50 to 500 kB.
 */
const KEPT_BYTES = 24 * 1024 * 1024
/** About what the key of an overlay takes, which holds its template. */
const KEY_BYTES = 2_000

/** An overlay, if anything of it can be drawn, in an object: a cache takes no `undefined`. */
interface Drawn {
  overlay: Overlay | undefined
}

/** Overlays of late, since all models of a prompt share one. Leaves that come at once wait for the same drawing. */
const recent = new LRUCache<string, Drawn, { look: Look; shape: Shape }>({
  maxSize: KEPT_BYTES,
  sizeCalculation: ({ overlay }) => KEY_BYTES + (overlay?.bytes ?? 0),
  fetchMethod: async (_key, _stale, { context: { look, shape } }) => ({
    overlay: await drawOverlay(look, shape),
  }),
  // What has to make room while it is drawn is waited for all the same.
  ignoreFetchAbort: true,
})

/**
 * What is laid over a picture of a size.
 *
 * @returns undefined if there is no title, or nothing of it can be drawn: the picture stays as it is
 */
export async function overlayFor(look: Look, { width, height }: Shape): Promise<Overlay | undefined> {
  const texts = TEXT_KINDS.map(kind => cleanTitle(look[kind] ?? ''))
  const { template, theme, font, fonts, language, logo, series } = look
  const others = [logo?.sha256, series && seriesId(series)]
  const key = JSON.stringify([template, theme, font, fonts, language, others, texts, width, height])
  const clean = { ...look, ...Object.fromEntries(TEXT_KINDS.map((kind, place) => [kind, texts[place]])) }
  const { overlay } = await recent.forceFetch(key, { context: { look: clean, shape: { width, height } } })
  return overlay
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
