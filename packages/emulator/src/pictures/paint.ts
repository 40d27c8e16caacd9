import type { Provider } from '@contactsheet/contract'
import { mix } from './colour.ts'
import { finish, finishFor } from './finish.ts'
import { type Look, lookFor, paletteFor, sceneFor } from './looks.ts'
import { brush } from './media/brush.ts'
import { outlineStyle, pencil } from './media/pencil.ts'
import { pixels } from './media/pixels.ts'
import { wash } from './media/wash.ts'
import type { Palette } from './palettes.ts'
import { type Random, randomFrom } from './random.ts'
import { type Raster, rasterize } from './raster.ts'
import { SCENES, type SceneName } from './scenes/index.ts'
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
  const scene = sceneFor(prompt, look, randomFrom(seed, prompt))
  const key = `${seed} ${prompt} ${model} ${width}x${height}`
  const palette = paletteFor(look, provider, randomFrom(key, 'palette'))
  const draw = (shading: Shading, scale: number, style?: (unit: number) => string) =>
    drawScene(scene, { palette, shading, width: width * scale, height: height * scale, key, style })
  const raster = await render(look, draw, palette, width, height, randomFrom(key, 'medium'))
  const veil = mix(palette.light, palette.haze, 0.45)
  finish(raster, finishFor(provider, look.finish), veil, randomFrom(key, 'finish'))
  await stampTag(raster, model)
  return raster
}

type Draw = (shading: Shading, scale: number, style?: (unit: number) => string) => string

function render(
  look: Look,
  draw: Draw,
  palette: Palette,
  width: number,
  height: number,
  random: Random,
): Promise<Raster> {
  switch (look.medium) {
    // Soft scenes lose nothing at two thirds of the size, and take half the time.
    case 'camera':
      return rasterize(draw('soft', 2 / 3), width, height)
    case 'print':
      return rasterize(draw('soft', 1), width, height)
    case 'ink':
      return rasterize(
        draw(
          'flat',
          1,
          unit =>
            `.s{stroke:${mix(palette.deep, '#000000', 0.4)};stroke-width:${unit * 6}px;stroke-linejoin:round}`,
        ),
        width,
        height,
      )
    case 'pixels':
      return pixels(draw('soft', 1 / 3), width, height)
    case 'wash':
      return wash(draw('soft', 1 / 2), width, height, random)
    case 'brush':
      return brush(draw('soft', 1 / 3), width, height, random)
    case 'pencil': {
      const lead = mix(palette.deep, palette.body, 0.25)
      const outlines = draw('flat', 1, unit => outlineStyle(lead, unit))
      return pencil(draw('soft', 1 / 3), outlines, lead, { width, height }, random)
    }
  }
}

function drawScene(
  scene: SceneName,
  options: {
    palette: Palette
    shading: Shading
    width: number
    height: number
    key: string
    style: ((unit: number) => string) | undefined
  },
): string {
  const canvas = new Canvas({
    width: Math.round(options.width),
    height: Math.round(options.height),
    palette: options.palette,
    shading: options.shading,
    random: randomFrom(options.key, scene),
  })
  SCENES[scene](canvas)
  return canvas.toSvg(options.style?.(canvas.unit))
}
