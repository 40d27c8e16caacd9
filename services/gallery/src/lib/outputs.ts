import type { BatchView, OutputBody } from '../api/types.ts'
import { count } from './format.ts'

/** Sizes that the form offers. The first in a request is the image. */
export const SIZES: readonly { size: string; name: string }[] = [
  { size: 'og', name: 'Link preview, 1200 × 630' },
  { size: 'wide', name: 'Wide, 1920 × 1080' },
  { size: 'square', name: 'Square, 1080 × 1080' },
  { size: 'story', name: 'Story, 1080 × 1920' },
  { size: 'original', name: 'Whole, without title' },
]

export const FORMATS = ['jpeg', 'webp', 'avif', 'png'] as const
export type Format = (typeof FORMATS)[number]

/** What the API takes of a size in pixels, and of sizes in a request. */
const LIMITS = { shortest: 64, longest: 4_096, pixels: 3_840 * 2_160, outputs: 8 } as const

/**
 * A size of one's own, as typed.
 *
 * @param outputs that there are already
 * @returns its name in a request, or what is wrong with it
 */
export function ownSize(
  outputs: readonly OutputBody[] | undefined,
  width: string,
  height: string,
): { size: string } | { fault: string } {
  const edges = [Number(width), Number(height)]
  const [across = 0, down = 0] = edges
  const { shortest, longest, pixels } = LIMITS
  if (!edges.every(edge => Number.isInteger(edge) && edge >= shortest && edge <= longest))
    return { fault: `Width and height are whole numbers of pixels from ${shortest} to ${longest}.` }
  if (across * down > pixels)
    return {
      fault: `It has ${count(across * down)} pixels; at most ${count(pixels)} are made, as in 3840 × 2160.`,
    }
  if (sizesOf(outputs).length >= LIMITS.outputs) return { fault: `At most ${LIMITS.outputs} sizes are made.` }
  return { size: `${across}x${down}` }
}

/** A size for people: as the form calls it, or its pixels. */
export function sizeName(size: string): string {
  return SIZES.find(known => known.size === size)?.name ?? size.replace('x', ' × ')
}

/** What is made where nothing is asked for. */
const USUAL: readonly OutputBody[] = ['og']

/** The sizes that a request asks for; undefined asks for the usual one. */
export function sizesOf(outputs: readonly OutputBody[] = USUAL): string[] {
  return outputs.map(output => partsOf(output).size)
}

/** The format of a request's image. */
export function formatOf(outputs: readonly OutputBody[] = USUAL): Format {
  return partsOf(outputs[0] ?? 'og').format ?? 'jpeg'
}

/** With a size more, or without it: never without any. */
export function withSize(outputs: readonly OutputBody[] = USUAL, size: string, isWanted: boolean) {
  const others = outputs.filter(output => partsOf(output).size !== size)
  const next = isWanted ? [...others, { size, format: formatOf(outputs) }] : others
  return asAsked(next.toSorted((a, b) => placeOf(a) - placeOf(b)))
}

/** All of them in a format. */
export function withFormat(outputs: readonly OutputBody[] = USUAL, format: Format) {
  const all = outputs.map(output => {
    const { quality: _, ...rest } = partsOf(output)
    return { ...rest, format }
  })
  // Of one size in two formats only one is left.
  return asAsked(all.filter(({ size }, place) => all.findIndex(other => other.size === size) === place))
}

/** The outputs of a batch as a request asks for them. */
export function requestOf(outputs: BatchView['outputs']): OutputBody[] | undefined {
  return outputs?.map(({ name, format, quality, crop }) => ({
    size: name,
    format,
    crop,
    ...(quality === undefined ? {} : { quality }),
  }))
}

function partsOf(output: OutputBody): Exclude<OutputBody, string> {
  return typeof output === 'string' ? { size: output } : output
}

function placeOf(output: OutputBody): number {
  const place = SIZES.findIndex(({ size }) => size === partsOf(output).size)
  return place < 0 ? SIZES.length : place
}

/** Undefined for what is made anyway. */
function asAsked(outputs: readonly OutputBody[]): OutputBody[] | undefined {
  const isUsual = outputs.length === 1 && sizesOf(outputs)[0] === 'og' && formatOf(outputs) === 'jpeg'
  return outputs.length === 0 || isUsual ? undefined : [...outputs]
}
