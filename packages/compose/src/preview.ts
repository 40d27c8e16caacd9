import { DEFAULT_OUTPUT, IMAGE_HEIGHT, IMAGE_WIDTH, type Output, type Style } from '@contactsheet/contract'
import type { Sharp } from 'sharp'
import { composeCanvas } from './compose.ts'
import type { Look } from './look.ts'
import { release } from './memory.ts'
import { fromCanvas } from './picture.ts'
import sharp from './sharp.ts'

/** Size of the preview of an image, in pixels: half of it each way. */
export const PREVIEW_WIDTH = 600
export const PREVIEW_HEIGHT = 315
const PREVIEW_MOST_WIDTH = 1200

const QUALITY = 82

/** A landscape with something of everything a title can lie on: light and dark, calm and busy, warm and cold. */
const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">
  <defs>
    <linearGradient id="sky" x2="0" y2="1">
      <stop stop-color="#3f6ea8"/><stop offset=".55" stop-color="#e9b98a"/><stop offset="1" stop-color="#f6dcae"/>
    </linearGradient>
    <linearGradient id="lake" x2="0" y2="1"><stop stop-color="#d9b48f"/><stop offset="1" stop-color="#2c4a63"/></linearGradient>
  </defs>
  <path fill="url(#sky)" d="M0 0h1200v440H0z"/>
  <circle cx="860" cy="250" r="62" fill="#fff3d6"/>
  <path fill="#7d8fb0" d="M0 360l170-120 130 90 190-190 210 210 150-110 190 130 160-90v160H0z"/>
  <path fill="#eef2f7" d="M490 140l-62 62 40 18 26-22 30 26 28-22z"/>
  <path fill="#4c6a6b" d="M0 410c180-60 330-50 520-20s420 40 680-30v90H0z"/>
  <path fill="url(#lake)" d="M0 430h1200v200H0z"/>
  <path fill="#fff3d6" opacity=".45" d="M800 452h120v6H800zm-30 26h180v5H770zm24 30h132v5H794zm-44 34h220v5H750z"/>
  <path fill="#22382f" d="M0 630V470l40-90 40 90 34-120 46 130 30-70 40 90 60 130zM1200 630V450l-36-100-40 100-30-70-44 110-50 140z"/>
</svg>`

/** What can be done to a picture to hint at a style. A model draws it; this only makes the styles tell apart. */
const HINTS: Readonly<Record<Style, (scene: Sharp) => Sharp>> = {
  photorealistic: scene => scene,
  cinematic: scene => scene.modulate({ brightness: 0.72, saturation: 0.85 }).linear(1.2, -20),
  cartoon: scene => scene.median(5).modulate({ saturation: 1.7, brightness: 1.08 }),
  anime: scene => scene.modulate({ brightness: 1.16, saturation: 1.35, hue: 350 }),
  '3d': scene => scene.blur(1.5).modulate({ saturation: 1.15, brightness: 1.06 }),
  'pixel-art': scene => scene.resize({ width: 75, kernel: 'nearest' }),
  watercolor: scene => scene.median(13).modulate({ saturation: 0.75, brightness: 1.2 }),
  'oil-painting': scene => scene.median(7).modulate({ saturation: 1.35 }).sharpen({ sigma: 3 }),
  sketch: scene => scene.greyscale().convolve(EDGES).negate().linear(1.6, -140),
  minimalist: scene => scene.median(15).modulate({ saturation: 0.35, brightness: 1.3 }).linear(0.7, 70),
  neon: scene => scene.blur(2).convolve(EDGES).modulate({ saturation: 4, hue: 300 }).linear(5, -30),
  vintage: scene => scene.modulate({ saturation: 0.6 }).tint('#d8b98c').linear(0.85, 22),
}

const EDGES = { width: 3, height: 3, kernel: [-2, -2, -2, -2, 16, -2, -2, -2, -2] }

/** The scene in each style that was asked for. */
const scenes = new Map<Style, Promise<Buffer>>()

/**
 * Shows how a title will lie on a picture, without asking any model.
 *
 * @param picture a real original, or the style of a built-in scene in place of what a model would make
 * @returns a JPEG, half the output each way
 * @throws KindError `bad_image` for bytes that are no picture, are damaged or cut short, or have too many pixels
 */
export async function composePreview(
  picture: Uint8Array | Style,
  look: Look,
  output: Output = DEFAULT_OUTPUT,
): Promise<Buffer> {
  const original = typeof picture === 'string' ? await sceneIn(picture) : picture
  const canvas = await composeCanvas(original, look, output)
  const width = Math.min(Math.ceil(canvas.width / 2), PREVIEW_MOST_WIDTH)
  try {
    return await fromCanvas(canvas).open().resize({ width }).jpeg({ quality: QUALITY }).toBuffer()
  } finally {
    release(canvas.data)
  }
}

function sceneIn(style: Style): Promise<Buffer> {
  const known = scenes.get(style)
  if (known !== undefined) return known
  const painted = paint(style)
  scenes.set(style, painted)
  painted.catch(() => scenes.delete(style))
  return painted
}

async function paint(style: Style): Promise<Buffer> {
  const plain = await sharp(Buffer.from(SCENE))
    .resize(PREVIEW_WIDTH, PREVIEW_HEIGHT)
    .removeAlpha()
    .png()
    .toBuffer()
  const hinted = await HINTS[style](sharp(plain)).png().toBuffer()
  return sharp(hinted)
    .resize(IMAGE_WIDTH, IMAGE_HEIGHT, { kernel: 'nearest' })
    .toColourspace('srgb')
    .jpeg({ quality: 92 })
    .toBuffer()
}
