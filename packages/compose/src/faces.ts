import type { Font } from '@contactsheet/contract'

/** One font file of an installed package, and how titles set in it should be treated. */
export interface Face {
  /** Name under which Pango finds it. */
  family: string
  bold: boolean
  /** Folder of the file, as `<package>/<folder>`; each weight has a folder of its own. */
  folder: string
  /** Size against the template's size: what makes families of different width and x-height look equally large. */
  scale: number
  /** Distance between baselines against the size of the letters. */
  leading: number
  /** Whether its contextual alternates replace characters by others (`3x9` by `3×9`, `->` by an arrow). */
  replaces: boolean
}

const REPLACING = new Set(['Inter', 'JetBrains Mono'])

/** The face of each font id: the weight that carries a title best where a family has several. */
export const FACES: Record<Font, Face> = {
  inter: face('Inter', 'inter/700Bold'),
  roboto: face('Roboto', 'roboto/700Bold', 1.04),
  poppins: face('Poppins', 'poppins/700Bold', 0.96, 1.24),
  montserrat: face('Montserrat', 'montserrat/700Bold', 0.96),
  raleway: face('Raleway', 'raleway/700Bold'),
  oswald: face('Oswald', 'oswald/700Bold', 1.08, 1.28),
  'bebas-neue': face('Bebas Neue', 'bebas-neue/400Regular', 1.25, 1.06),
  playfair: face('Playfair Display', 'playfair-display/700Bold', 1.04),
  merriweather: face('Merriweather', 'merriweather/900Black', 0.94, 1.26),
  lora: face('Lora', 'lora/700Bold', 1.04),
  'space-mono': face('Space Mono', 'space-mono/700Bold', 0.86, 1.24),
  'jetbrains-mono': face('JetBrains Mono', 'jetbrains-mono/800ExtraBold', 0.88, 1.24),
  bangers: face('Bangers', 'bangers/400Regular', 1.16, 1.1),
  pacifico: face('Pacifico', 'pacifico/400Regular', 0.96, 1.5),
  'permanent-marker': face('Permanent Marker', 'permanent-marker/400Regular', 1, 1.22),
  righteous: face('Righteous', 'righteous/400Regular'),
  creepster: face('Creepster', 'creepster/400Regular', 1.16, 1.1),
  'press-start-2p': face('Press Start 2P', 'press-start-2p/400Regular', 0.62, 1.5),
}

/**
 * What letters are drawn in that the chosen face lacks, in this order. Inter has Cyrillic, Greek and Vietnamese; the
 * Chinese face covers simplified and traditional Chinese and Japanese in a single weight, an eighth of the download of
 * Noto Sans SC.
 */
export const FALLBACKS: readonly Face[] = [
  FACES.inter,
  face('Noto Sans Arabic', 'noto-sans-arabic/700Bold'),
  face('Noto Sans Hebrew', 'noto-sans-hebrew/700Bold'),
  face('Noto Sans Thai', 'noto-sans-thai/700Bold'),
  face('Noto Sans Devanagari', 'noto-sans-devanagari/700Bold'),
  face('Chocolate Classical Sans', 'chocolate-classical-sans/400Regular'),
  face('Do Hyeon', 'do-hyeon/400Regular'),
  face('Noto Color Emoji', 'noto-color-emoji/400Regular'),
]

/** Pango's description of a face with its fallbacks at a size in pixels. */
export function pangoFont(chosen: Face, size: number): string {
  const families = [chosen, ...FALLBACKS].map(({ family }) => family)
  return `${[...new Set(families)].join(', ')}${chosen.bold ? ' Bold' : ''} ${size}`
}

function face(family: string, folder: string, scale = 1, leading = 1.18): Face {
  return {
    family,
    bold: !folder.endsWith('Regular'),
    folder,
    scale,
    leading,
    replaces: REPLACING.has(family),
  }
}
