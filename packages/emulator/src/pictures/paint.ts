import type { Provider } from '@contactsheet/contract'
import { type Colour, mix } from './colour.ts'
import { finish, finishFor } from './finish.ts'
import { lookFor, type Medium, paletteFor, sceneFor } from './looks.ts'
import { brush } from './media/brush.ts'
import { outlineStyle, pencil } from './media/pencil.ts'
import { pixels } from './media/pixels.ts'
import { wash } from './media/wash.ts'
import type { Palette } from './palettes.ts'
import { type Random, randomFrom } from './random.ts'
import { type Raster, rasterize } from './raster.ts'
import { SCENES } from './scenes/index.ts'
import { Canvas, type Shading } from './svg.ts'
import { stampTag } from './tag.ts'

/** Everything a picture depends on: equal subjects, equal pictures. */
export interface Subject {
  prompt: string
  model: string
  provider: Provider
  /** Pixels. */
  width: number
  height: number
  seed: number
}

/** Paints the picture of a prompt: scene, medium, last touches and the tag that says it is simulated. */
export async function paint(subject: Subject): Promise<Raster> {
  const { prompt, model, provider, width, height, seed } = subject
  const look = lookFor(prompt)
  // The scene hangs on the prompt alone, so that two models show their own idea of the same thing.
  const scene = SCENES[sceneFor(prompt, look, randomFrom(seed, prompt))]
  const key = `${seed} ${prompt} ${model} ${width}x${height}`
  const palette = paletteFor(look, provider, randomFrom(key, 'palette'))
  const draw: Draw = (shading, style) => {
    // Every drawing of a picture starts from the same chance: outlines must match what they outline.
    const canvas = new Canvas({ width, height, palette, shading, random: randomFrom(key, 'scene') })
    scene(canvas)
    return canvas.toSvg(style)
  }
  const raster = await render(look.medium, draw, palette, { width, height }, randomFrom(key, 'medium'))
  const veil = mix(palette.light, palette.haze, 0.45)
  finish(raster, finishFor(provider, look.finish), veil, randomFrom(key, 'finish'))
  await stampTag(raster, model)
  return raster
}

/** Draws the scene as SVG. */
type Draw = (shading: Shading, style?: string) => string

function render(
  medium: Medium,
  draw: Draw,
  palette: Palette,
  { width, height }: { width: number; height: number },
  random: Random,
): Promise<Raster> {
  switch (medium) {
    case 'camera':
      return rasterize(draw('soft'), width, height)
    case 'ink':
      return rasterize(
        draw('flat', inkStyle(mix(palette.deep, '#000000', 0.4), { width, height })),
        width,
        height,
      )
    case 'pixels':
      return pixels(draw('soft'), width, height)
    case 'wash':
      return wash(draw('soft'), width, height, random)
    case 'brush':
      return brush(draw('soft'), width, height, random)
    case 'pencil': {
      const lead = mix(palette.deep, palette.body, 0.25)
      return pencil(
        draw('soft'),
        draw('flat', outlineStyle(lead, { width, height })),
        lead,
        { width, height },
        random,
      )
    }
  }
}

/** Bold outlines. */
function inkStyle(colour: Colour, size: { width: number; height: number }): string {
  const thick = Math.min(size.width, size.height) * 0.006
  return `.s{stroke:${colour};stroke-width:${thick}px;stroke-linejoin:round}`
}
