import type { Fitted } from './fit.ts'
import { release } from './memory.ts'

/** Titles of a batch that are tried: of the widest, and of those with the longest words. */
const TRIED = { widest: 4, longestWords: 2 } as const

/** A batch's titles, and the sizes found for them. */
interface Series {
  id: number
  sizes: Map<string, Promise<number | undefined>>
}

const known = new WeakMap<readonly string[], Series>()
let count = 0

function seriesOf(titles: readonly string[]): Series {
  const series = known.get(titles) ?? { id: ++count, sizes: new Map() }
  known.set(titles, series)
  return series
}

/** A number that tells a list of titles from every other in this process. */
export function seriesId(titles: readonly string[]): number {
  return seriesOf(titles).id
}

/**
 * The size in which all titles of a batch can be set: the largest at which the most demanding of them fit. Which those are
 * is estimated, so that it takes a few milliseconds for ten thousand; the same titles give the same size everywhere. One
 * that no size is small enough for has no say: it is cut in any case.
 *
 * @param titles the same list, not a copy of it, for the same answer without finding it again
 * @param setting tells the box and font from others that the titles may have
 * @param fitted sets one of them as large as it fits
 * @returns pixels of the letters' em; undefined if none of them leaves ink
 */
export function seriesSize(
  titles: readonly string[],
  setting: string,
  fitted: (title: string) => Promise<Fitted | undefined>,
): Promise<number | undefined> {
  const { sizes } = seriesOf(titles)
  const found = sizes.get(setting)
  if (found !== undefined) return found
  const size = smallest(demanding(titles), fitted)
  sizes.set(setting, size)
  size.catch(() => sizes.delete(setting))
  return size
}

async function smallest(
  titles: readonly string[],
  fitted: (title: string) => Promise<Fitted | undefined>,
): Promise<number | undefined> {
  const inks: Fitted[] = []
  for (const title of titles) {
    const ink = await fitted(title)
    if (ink === undefined) continue
    release(ink.data)
    inks.push(ink)
  }
  const whole = inks.filter(({ isCut }) => !isCut)
  const counted = whole.length > 0 ? whole : inks
  return counted.length === 0 ? undefined : Math.min(...counted.map(({ size }) => size))
}

/** The titles that need most room. */
function demanding(titles: readonly string[]): string[] {
  const measured = titles.map(title => ({ title, ...measure(title) }))
  const most = (of: 'width' | 'longestWord', count: number) =>
    measured.toSorted((one, other) => other[of] - one[of]).slice(0, count)
  const chosen = [...most('width', TRIED.widest), ...most('longestWord', TRIED.longestWords)]
  return [...new Set(chosen.map(({ title }) => title))]
}

/** About how wide a text and its longest word run, against the size of the letters. */
function measure(text: string): { width: number; longestWord: number } {
  let width = 0
  let word = 0
  let longestWord = 0
  for (const character of text) {
    const own = widthOf(character.codePointAt(0) ?? 0)
    width += own
    word = own === SPACE || own === WIDE ? 0 : word + own
    longestWord = Math.max(longestWord, word)
  }
  return { width, longestWord }
}

const SPACE = 0.28
/** Chinese and the like, between whose characters lines may break, and emoji. */
const WIDE = 1

function widthOf(code: number): number {
  if (code <= 32 || code === 45) return SPACE
  if (code >= 0x1100) return code >= 0x2e80 || code < 0x1200 ? WIDE : 0.6
  if (code >= 0x300 && code < 0x370) return 0
  // I, i, j, l, t, f, r and signs that are as narrow.
  if ("Iijltfr.,:;'!|()".includes(String.fromCharCode(code))) return 0.32
  return code >= 65 && code <= 90 ? 0.7 : 0.57
}
