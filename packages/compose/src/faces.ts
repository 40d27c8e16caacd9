import type { Font } from '@contactsheet/contract'

/** A font that a deployment brings, in a file of its own. */
export interface CustomFace {
  /** Name that the file gives its family, which no other file may share. Without a comma. */
  family: string
  /** Path of a TrueType or OpenType file; Pango reads no WOFF. */
  file: string
  /** Whether a file with several weights is drawn in its bold one. */
  bold: boolean
  /** As {@link Face.scale}; 1 if absent. */
  scale?: number
  /** As {@link Face.leading}; 1.18 if absent. */
  leading?: number
}

/** What a title is set in: a font of the catalog by its id, or one that a deployment brings. */
export type Typeface = Font | CustomFace

/** Where the letters of a face are. A path is absolute, or begins with the name of an installed package. */
export type FontFiles =
  /** One TrueType or OpenType file. */
  | { file: string }
  /** A package of WOFF2 files which share the letters among them, each in all weights; of one of its subsets if named. */
  | { package: string; subset?: string }

/** One family in one weight, and how titles set in it should be treated. */
export interface Face {
  /** Name under which Pango finds it: what its files say, which for one with all weights may be that of its thinnest. */
  family: string
  weight: 'Regular' | 'Bold' | 'ExtraBold' | 'Black'
  files: FontFiles
  /** Size against the template's size: what makes families of different width and x-height look equally large. */
  scale: number
  /** Distance between baselines against the size of the letters. */
  leading: number
  /** Whether its contextual alternates replace characters by others (`3x9` by `3×9`, `->` by an arrow). */
  replaces: boolean
}

/** Distance between baselines, against the size, that most scripts do with. */
export const LEADING = 1.18

/** The face of each font id: the weight that carries a title best where a family has several. */
export const FACES: Record<Font, Face> = {
  inter: { ...single('Inter', 'inter/700Bold/Inter_700Bold'), replaces: true },
  roboto: single('Roboto', 'roboto/700Bold/Roboto_700Bold', 1.04),
  poppins: single('Poppins', 'poppins/700Bold/Poppins_700Bold', 0.96, 1.24),
  montserrat: sliced('Montserrat Thin', 'montserrat', 0.96),
  raleway: sliced('Raleway Thin', 'raleway'),
  oswald: single('Oswald', 'oswald/700Bold/Oswald_700Bold', 1.08, 1.28),
  'bebas-neue': single('Bebas Neue', 'bebas-neue/400Regular/BebasNeue_400Regular', 1.25, 1.06),
  playfair: sliced('Playfair Display', 'playfair-display', 1.04),
  merriweather: { ...sliced('Merriweather Light 18pt', 'merriweather', 0.94, 1.26), weight: 'Black' },
  lora: sliced('Lora', 'lora', 1.04),
  'space-mono': single('Space Mono', 'space-mono/700Bold/SpaceMono_700Bold', 0.86, 1.24),
  'jetbrains-mono': {
    ...sliced('JetBrains Mono', 'jetbrains-mono', 0.88, 1.24),
    weight: 'ExtraBold',
    replaces: true,
  },
  bangers: single('Bangers', 'bangers/400Regular/Bangers_400Regular', 1.16, 1.1),
  pacifico: single('Pacifico', 'pacifico/400Regular/Pacifico_400Regular', 0.96, 1.5),
  'permanent-marker': single(
    'Permanent Marker',
    'permanent-marker/400Regular/PermanentMarker_400Regular',
    1,
    1.22,
  ),
  righteous: single('Righteous', 'righteous/400Regular/Righteous_400Regular'),
  creepster: single('Creepster', 'creepster/400Regular/Creepster_400Regular', 1.16, 1.1),
  'press-start-2p': single('Press Start 2P', 'press-start-2p/400Regular/PressStart2P_400Regular', 0.62, 1.5),
}

/** Faces for what Inter lacks, each for the script in its name. Stacked letters and marks need lines further apart. */
export const SCRIPT_FACES: readonly Face[] = [
  script('arabic'),
  script('armenian'),
  script('bengali', 1.3),
  script('canadian-aboriginal'),
  script('cherokee'),
  script('devanagari', 1.3),
  script('ethiopic'),
  script('georgian'),
  script('gujarati', 1.3),
  script('gurmukhi', 1.3),
  { ...script('hebrew'), family: 'Noto Sans Hebrew Thin' },
  script('kannada', 1.45),
  script('khmer', 1.6),
  script('lao', 1.4),
  script('malayalam', 1.35),
  script('myanmar', 1.6),
  script('oriya', 1.45),
  script('sinhala', 1.35),
  script('syriac', 1.3),
  script('tamil', 1.3),
  script('telugu', 1.5),
  script('thaana', 1.3),
  script('thai', 1.35),
  sliced('Noto Serif Tibetan', 'noto-serif-tibetan', 1, 1.7, 'tibetan'),
]

/** Which letter forms of Chinese characters a text asks for. */
export type HanForms = 'zh-Hans' | 'zh-Hant' | 'ja' | 'ko'

/** Chinese characters, kana and Hangul, in the forms of each country. */
export const HAN_FACES: Record<HanForms, Face> = {
  'zh-Hans': sliced('Noto Sans SC Thin', 'noto-sans-sc', 1, 1.24),
  'zh-Hant': sliced('Noto Sans TC Thin', 'noto-sans-tc', 1, 1.24),
  ja: sliced('Noto Sans JP Thin', 'noto-sans-jp', 1, 1.24),
  ko: sliced('Noto Sans KR Thin', 'noto-sans-kr', 1, 1.24),
}

/** Signs that neither Inter nor the Chinese faces have. */
export const SYMBOLS: Face = sliced('Noto Sans Symbols', 'noto-sans-symbols', 1, LEADING, 'symbols')

export const EMOJI: Face = single('Noto Color Emoji', 'noto-color-emoji/400Regular/NotoColorEmoji_400Regular')

/** Every face that comes along. */
export const BUILT_IN_FACES: readonly Face[] = [
  ...Object.values(FACES),
  ...SCRIPT_FACES,
  ...Object.values(HAN_FACES),
  SYMBOLS,
  EMOJI,
]

export function faceOf(typeface: Typeface): Face {
  if (typeof typeface === 'string') return FACES[typeface]
  const { family, file, bold, scale = 1, leading = LEADING } = typeface
  return { family, weight: bold ? 'Bold' : 'Regular', files: { file }, scale, leading, replaces: false }
}

/** A family of which a package has each weight in a file of its own. */
function single(family: string, file: string, scale = 1, leading = LEADING): Face {
  const files = { file: `@expo-google-fonts/${file}.ttf` }
  return { family, weight: 'Bold', files, scale, leading, replaces: false }
}

/** A family of which a package has all weights in each file, and the letters in many. */
function sliced(family: string, name: string, scale = 1, leading = LEADING, subset?: string): Face {
  const files = { package: `@fontsource-variable/${name}`, ...(subset !== undefined && { subset }) }
  return { family, weight: 'Bold', files, scale, leading, replaces: false }
}

function script(name: string, leading = LEADING): Face {
  const words = name.split('-').map(word => `${word[0]?.toUpperCase()}${word.slice(1)}`)
  return sliced(`Noto Sans ${words.join(' ')}`, `noto-sans-${name}`, 1, leading, name)
}
