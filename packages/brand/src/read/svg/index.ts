import { decodeText, UnreadableText } from '@contactsheet/contract/text'
import { BrandFault } from '../../fault.ts'
import { clean } from './clean.ts'
import { refuseBombs } from './cost.ts'
import { toXml } from './element.ts'
import { parseSvg } from './parse.ts'

/** Longest side of a drawing against its shortest. */
const MAX_RATIO = 20

/** A drawing that refers to nothing outside of it, and takes little to draw. */
export interface Drawing {
  svg: string
  /** Pixels. */
  width: number
  height: number
}

/**
 * What can be drawn of an SVG file that a stranger may have made, written anew.
 *
 * @param side pixels that its longest side is to have
 * @throws BrandFault
 */
export function cleanSvg(file: Buffer, side: number): Drawing {
  const root = clean(parseSvg(textOf(file)))
  refuseBombs(root)
  const [left, top, width, height] = viewBoxOf(root.attributes)
  const scale = side / Math.max(width, height)
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }
  for (const name of ['x', 'y', 'transform']) root.attributes.delete(name)
  root.attributes.set('xmlns', 'http://www.w3.org/2000/svg')
  root.attributes.set('viewBox', [left, top, width, height].join(' '))
  root.attributes.set('width', String(size.width))
  root.attributes.set('height', String(size.height))
  return { svg: toXml(root), ...size }
}

function textOf(file: Buffer): string {
  try {
    return decodeText(file)
  } catch (error) {
    if (error instanceof UnreadableText) throw new BrandFault(`The SVG ${error.message}. Save it as UTF-8.`)
    throw error
  }
}

function viewBoxOf(attributes: Map<string, string>): [number, number, number, number] {
  const lengthOf = (name: string) =>
    Number(/^\s*([\d.]+)\s*(?:px)?\s*$/.exec(attributes.get(name) ?? '')?.[1])
  const box = attributes
    .get('viewBox')
    ?.trim()
    .split(/[\s,]+/)
    .map(Number)
  const [left = 0, top = 0, width = 0, height = 0] = box ?? [0, 0, lengthOf('width'), lengthOf('height')]
  const isBox = [left, top, width, height].every(value => Math.abs(value) < 1e6) && width > 0 && height > 0
  if (!isBox) throw new BrandFault('The SVG does not say how large it is: give it a viewBox of four numbers.')
  if (Math.max(width / height, height / width) > MAX_RATIO)
    throw new BrandFault(
      `The SVG is ${width} by ${height}: one side is more than ${MAX_RATIO} times the other.`,
    )
  return [left, top, width, height]
}
