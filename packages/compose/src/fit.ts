import { type Align, draw, type Ink, widthOf } from './draw.ts'
import { type Face, LEADING } from './faces.ts'
import { register } from './registry.ts'
import { Title, withDirection } from './title.ts'
import { type Typeset, typeset } from './typeset.ts'
import { BREAK, markWords } from './words.ts'

export interface Fit {
  face: Face
  color: string
  align: Align
  /** What the ink must stay inside of, in pixels. */
  box: { width: number; height: number }
  /**
   * Sizes of the letters in pixels: `preferred` if the text fits at it, as large as the text allows without it, and never
   * smaller than `min`.
   */
  sizes: { min: number; max: number; preferred?: number | undefined }
  /** BCP 47: decides the letters' forms where languages that share a script differ. */
  language?: string | undefined
}

/**
 * The only sizes drawn, some 6% apart: Pango takes four times as long for a size it has not met as for one it has, so
 * that a few sizes met again and again are worth more than the last per cent of a box.
 */
const SIZES = [...new Set(Array.from({ length: 72 }, (_, step) => Math.round(12 * 1.06 ** (step - 8))))]
/** Size at which a text is drawn once on one line, to learn how wide it runs. */
const PROBE_SIZE = 24
/** What is kept of a text that is still too long, at least once around. */
const SHORTEN = 0.94
/** Height of the ink of one line against the size, about, where lines are no further apart than most scripts need. */
const INK_HEIGHT = 0.9
const MAX_LINES = 20
/**
 * A line may break at spaces, after hyphens, at marks between words, Tibetan's and Ethiopic's own among them, and before
 * any Chinese character or kana.
 */
const BREAKS = new RegExp(
  `[\\s${BREAK}\u0f0b\u1361-]|(?=[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Extended_Pictographic}])`,
  'u',
)

/** A text as it was drawn to fit. */
export interface Fitted extends Ink {
  /** Of its letters, as {@link Fit.sizes} has them. */
  size: number
  /** Whether some of it is left out. */
  isCut: boolean
}

/** With what follows from the faces that a text is drawn in. */
interface Setting extends Fit {
  /** Height of the ink of one line against the size, about. */
  inkHeight: number
}

/** A text with what was learnt about its widths, each per pixel of size. */
interface Run {
  text: string
  whole: number
  longestWord: number
  /** What a line leaves unused at its end, on average. */
  ragged: number
  wrap: 'word' | 'word-char'
}

/**
 * Draws as much of a text as can be drawn in a box. Pango refuses what no surface is wide enough for, such as a hundred
 * ligatures that are each a sentence, and a text can hold anything: what fails is tried again with half of it.
 *
 * @returns undefined if nothing of it leaves ink
 * @throws Error if a font's file cannot be read or unpacked
 */
export async function fit(text: string, options: Fit): Promise<Fitted | undefined> {
  const set = typeset(withDirection(text), options.face, options.language)
  await register(set.files)
  const setting = settingOf(set, options)
  const title = new Title(markWords(set.text))
  for (let count = title.length; count > 0; count = Math.floor(count / 2)) {
    try {
      const fitted = await fitWhole(title.first(count), setting)
      return fitted && { ...fitted, isCut: fitted.isCut || count < title.length }
    } catch {
      // Half of it may do.
    }
  }
  return undefined
}

/** The size is that of the main face; lines are as far apart as it has them, or further where another has taller letters. */
function settingOf({ main, faces }: Typeset, options: Fit): Setting {
  const tall = faces.filter(face => face !== options.face && face.leading > LEADING)
  const leading = Math.max(main.leading, ...tall.map(face => face.leading))
  const inkHeight = INK_HEIGHT + (tall.length > 0 ? leading - LEADING : 0)
  return { ...options, face: { ...options.face, scale: main.scale, leading }, inkHeight }
}

/**
 * Draws a text so that it fits its box: shrunk, then wrapped, then cut with an ellipsis. Only Pango can measure, in half a
 * millisecond, and it takes one or two to draw: so the first try is already an estimate from one measurement, and most
 * texts take no other.
 *
 * @returns undefined if the text leaves no ink
 */
async function fitWhole(text: string, options: Setting): Promise<Fitted | undefined> {
  const { face, box, color, language } = options
  const { preferred } = options.sizes
  const min = options.sizes.min * face.scale
  const max = options.sizes.max * face.scale
  const width = await widthOf(text, { face, size: PROBE_SIZE, color, language })
  if (width === undefined) return undefined
  const run = measure(text, width / PROBE_SIZE, box.width / min)
  const [smallest = min, ...larger] = SIZES.filter(size => size >= min)
  // A size that was divided by the scale before may come back a little smaller.
  const first = preferred === undefined ? firstSize(run, options, max) : preferred * face.scale + 0.01
  for (const size of [smallest, ...larger.filter(size => size <= first)].reverse()) {
    const ink = await drawAt(size, run, options)
    if (ink !== undefined && fits(ink, box)) return { ...ink, size: size / face.scale, isCut: false }
  }
  const ink = await cut(text, smallest, options)
  return ink === undefined ? undefined : { ...ink, size: smallest / face.scale, isCut: true }
}

/** @param widestWord a longer word is broken, since no size would make it fit */
function measure(text: string, whole: number, widestWord: number): Run {
  const words = text.split(BREAKS)
  const perCharacter = whole / text.length
  const longestWord = perCharacter * Math.max(...words.map(word => word.length))
  const ragged = (perCharacter * (text.length / words.length + 1)) / 2
  return longestWord > widestWord
    ? { text, whole, longestWord: 0, ragged: perCharacter, wrap: 'word-char' }
    : { text, whole, longestWord, ragged, wrap: 'word' }
}

/**
 * A first guess at the size: rather too large than too small, and rather fewer lines than slightly larger letters.
 */
function firstSize(
  { whole, longestWord, ragged }: Run,
  { box, face, inkHeight }: Setting,
  max: number,
): number {
  const sizes = Array.from({ length: MAX_LINES }, (_, more) =>
    Math.min(
      max,
      box.height / (inkHeight + face.leading * more),
      (box.width * 0.985 * (more + 1)) / (whole + ragged * more),
      (box.width * 1.05) / longestWord,
    ),
  )
  const largest = Math.max(...sizes)
  return sizes.find(size => size >= largest * 0.84) ?? largest
}

/** Draws in lines of about equal length if that takes no more of them than lines as long as the box allows. */
async function drawAt(size: number, run: Run, { box, ...options }: Setting): Promise<Ink | undefined> {
  const drawing = { ...options, size, wrap: run.wrap }
  const inLines = async (lines: number) => {
    const even = (run.whole + run.ragged * (lines - 1)) / lines
    const width = Math.ceil(Math.max(even * 1.03, run.longestWord * 1.1) * size)
    if (lines === 1 || width >= box.width * 0.95) return undefined
    const ink = await draw(run.text, { ...drawing, width })
    return ink !== undefined && ink.width <= width && linesOf(ink, size, options) <= lines ? ink : undefined
  }
  const expected = Math.ceil((run.whole * size) / box.width)
  const even = await inLines(expected)
  if (even !== undefined) return even
  const full = await draw(run.text, { ...drawing, width: box.width })
  if (full === undefined) return undefined
  const lines = linesOf(full, size, options)
  // Lines of equal length are never fewer: if these are too many, a smaller size comes next.
  const mayFit = lines <= linesOf(box, size, options)
  return (mayFit && lines > expected ? await inLines(lines) : undefined) ?? full
}

/** Draws as much of the text as fits at the smallest size, breaking words wider than the box. */
async function cut(text: string, size: number, { box, ...options }: Setting): Promise<Ink | undefined> {
  const drawing = { ...options, size, width: box.width, wrap: 'word-char' as const }
  const title = new Title(text)
  const room = linesOf(box, size, options)
  for (let count = title.length; count > 0; ) {
    const ink = await draw(title.first(count), drawing)
    if (ink === undefined || fits(ink, box)) return ink
    count = Math.floor(count * Math.min(SHORTEN, (room + 0.5) / linesOf(ink, size, options)))
  }
  return undefined
}

function fits(ink: Ink, box: { width: number; height: number }): boolean {
  return ink.width <= box.width && ink.height <= box.height
}

function linesOf(
  { height }: { height: number },
  size: number,
  setting: Pick<Setting, 'face' | 'inkHeight'>,
): number {
  const { face, inkHeight } = setting
  return Math.round((height - size * inkHeight) / (face.leading * size)) + 1
}
