import { mix } from './colour.ts'
import { finish, finishFor } from './finish.ts'
import { type Hand, lookFor, paletteFor, sceneFor } from './looks.ts'
import { MEDIA } from './media/index.ts'
import type { Motif } from './media/medium.ts'
import { randomFrom } from './random.ts'
import type { Raster } from './raster.ts'
import { SCENES } from './scenes/index.ts'
import { Canvas } from './svg.ts'
import { stampTag } from './tag.ts'

/** Everything a picture depends on: equal subjects, equal pictures. */
export interface Subject {
  prompt: string
  model: string
  hand: Hand
  /** Pixels. */
  width: number
  height: number
  seed: number
  /** What else was asked of the model, as people read it; empty for what is usual. */
  options?: string
  /** Which picture of the same asking it is, from 0. */
  take?: number
}

/** Paints the picture of a prompt, with the tag that says it is simulated. */
export async function paint(subject: Subject): Promise<Raster> {
  const raster = await paintBare(subject)
  const { model, options = '' } = subject
  await stampTag(raster, [model, ...(options === '' ? [] : [options])].join(' · '))
  return raster
}

/** Paints the same without the tag, for where nobody can take it for a model's: scene, medium and last touches. */
export async function paintBare(subject: Subject): Promise<Raster> {
  const { prompt, model, hand, width, height, seed, options = '', take = 0 } = subject
  const look = lookFor(prompt)
  // The scene hangs on the prompt alone, so that two models show their own idea of the same thing.
  const scene = SCENES[sceneFor(prompt, look, randomFrom(seed, prompt))]
  const key = [`${seed} ${prompt} ${model} ${width}x${height}`, options, take || ''].join(' ').trimEnd()
  const palette = paletteFor(look, hand, randomFrom(key, 'palette'))
  const size = { width, height }
  const draw: Motif['draw'] = (shading, style) => {
    // Every drawing of a picture starts from the same chance: outlines must match what they outline.
    const canvas = new Canvas({ size, palette, shading, random: randomFrom(key, 'scene') })
    scene(canvas)
    return canvas.toSvg(style)
  }
  const raster = await MEDIA[look.medium]({ draw, palette, size, random: randomFrom(key, 'medium') })
  const veil = mix(palette.light, palette.haze, 0.45)
  finish(raster, finishFor(hand, look.finish), veil, randomFrom(key, 'finish'))
  return raster
}
