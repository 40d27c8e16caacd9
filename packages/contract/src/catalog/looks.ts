import { type TemplateSpec, templateSpecSchema } from './template-spec.ts'
import bottomBar from './templates/bottom-bar.json' with { type: 'json' }
import centerBox from './templates/center-box.json' with { type: 'json' }
import leftPanel from './templates/left-panel.json' with { type: 'json' }
import overlayBottom from './templates/overlay-bottom.json' with { type: 'json' }
import overlayCenter from './templates/overlay-center.json' with { type: 'json' }

/** Size of every finished image, in pixels. */
export const IMAGE_WIDTH = 1200
export const IMAGE_HEIGHT = 630

/** What a style adds to the prompt that goes to the provider. */
export const STYLES = {
  photorealistic: 'photorealistic, natural light, fine detail, shot on a full-frame camera',
  cinematic: 'cinematic still, dramatic lighting, shallow depth of field, film colour grading',
  cartoon: 'cartoon illustration, bold outlines, flat bright colours',
  anime: 'anime illustration, clean line art, soft cel shading',
  '3d': '3D render, soft global illumination, smooth materials',
  'pixel-art': 'pixel art, limited palette, crisp square pixels',
  watercolor: 'watercolour painting, soft washes, visible paper grain',
  'oil-painting': 'oil painting, rich impasto brush strokes, layered colour',
  sketch: 'pencil sketch, hand-drawn hatching on white paper',
  minimalist: 'minimalist composition, few shapes, generous empty space',
  neon: 'neon lights, glowing edges against a dark background',
  vintage: 'vintage print, faded colours, subtle film grain',
} as const

/** The built-in templates. */
export const TEMPLATES = {
  'bottom-bar': templateSpecSchema.parse(bottomBar),
  'left-panel': templateSpecSchema.parse(leftPanel),
  'center-box': templateSpecSchema.parse(centerBox),
  'overlay-bottom': templateSpecSchema.parse(overlayBottom),
  'overlay-center': templateSpecSchema.parse(overlayCenter),
} as const satisfies Record<string, TemplateSpec>

/** Font ids and the family each stands for. */
export const FONTS = {
  inter: 'Inter',
  roboto: 'Roboto',
  poppins: 'Poppins',
  montserrat: 'Montserrat',
  raleway: 'Raleway',
  oswald: 'Oswald',
  'bebas-neue': 'Bebas Neue',
  playfair: 'Playfair Display',
  merriweather: 'Merriweather',
  lora: 'Lora',
  'space-mono': 'Space Mono',
  'jetbrains-mono': 'JetBrains Mono',
  bangers: 'Bangers',
  pacifico: 'Pacifico',
  'permanent-marker': 'Permanent Marker',
  righteous: 'Righteous',
  creepster: 'Creepster',
  'press-start-2p': 'Press Start 2P',
} as const

export type Style = keyof typeof STYLES
export type Template = keyof typeof TEMPLATES
export type Font = keyof typeof FONTS

export const STYLE_NAMES = Object.keys(STYLES) as [Style, ...Style[]]
export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as [Template, ...Template[]]
export const FONT_NAMES = Object.keys(FONTS) as [Font, ...Font[]]

/** Throws RangeError if no template of that name is built in. */
export function builtInTemplate(name: string): Template {
  return found(TEMPLATE_NAMES, name, 'template')
}

/** Throws RangeError if no font of that name is built in. */
export function builtInFont(name: string): Font {
  return found(FONT_NAMES, name, 'font')
}

function found<Name extends string>(names: readonly Name[], name: string, kind: string): Name {
  const known = names.find(known => known === name)
  if (known === undefined)
    throw new RangeError(`There is no ${kind} "${name}": take one of ${names.join(', ')}.`)
  return known
}
