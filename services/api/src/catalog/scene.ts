import { IMAGE_HEIGHT, IMAGE_WIDTH, PREVIEW_HEIGHT, PREVIEW_WIDTH } from '@contactsheet/compose'
import { STYLES, type Style } from '@contactsheet/contract'
import { encode, paintBare, type Raster, stretch } from '@contactsheet/scenery'

/** What every style shows: the same, so that the styles tell apart and nothing else does. */
const SUBJECT = 'A mountain lake'

/** Of the pictures that this chooses, each shows its style well. */
const SEED = 1

const painted = new Map<Style, Promise<Raster>>()

/** A picture as a model might make it in a style, half as large as an image each way. Painted once, the same everywhere. */
export function sceneIn(style: Style): Promise<Raster> {
  const known = painted.get(style)
  if (known !== undefined) return known
  const scene = paintBare({
    prompt: `${SUBJECT}. ${STYLES[style]}`,
    model: 'scene',
    hand: 'warm',
    width: PREVIEW_WIDTH,
    height: PREVIEW_HEIGHT,
    seed: SEED,
  })
  painted.set(style, scene)
  scene.catch(() => painted.delete(style))
  return scene
}

const originals = new Map<Style, Promise<Buffer>>()

/** The same in the size of an image, to compose a preview of: every pixel of it is four, of which a preview takes one. */
export function originalIn(style: Style): Promise<Buffer> {
  const known = originals.get(style)
  if (known !== undefined) return known
  const original = enlarged(style)
  originals.set(style, original)
  original.catch(() => originals.delete(style))
  return original
}

async function enlarged(style: Style): Promise<Buffer> {
  const size = { width: IMAGE_WIDTH, height: IMAGE_HEIGHT }
  return encode(await stretch(await sceneIn(style), size, 'nearest'), 'jpeg')
}
