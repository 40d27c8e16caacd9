import { BrandFault } from '../../fault.ts'
import { type Element, referencesOf } from './element.ts'

/** Elements that are drawn in all, each as often as it is used, with groups of their own layer counted for many. */
const MAX_DRAWN = 20_000
const LAYER = 20

/** What makes an element be drawn apart, on a layer as large as the picture. */
const ON_A_LAYER = ['opacity', 'mask', 'clip-path']

/**
 * Refuses drawings in which elements use others, which use others: a few hundred bytes can stand for more than could ever
 * be drawn.
 *
 * @throws BrandFault for those, and for elements that use themselves
 */
export function refuseBombs(root: Element): void {
  const byId = new Map<string, Element>()
  const collect = (element: Element): void => {
    const id = element.attributes.get('id')
    if (id !== undefined && !byId.has(id)) byId.set(id, element)
    element.children.forEach(collect)
  }
  collect(root)
  /** What it takes to draw each element; undefined while that is being counted. */
  const known = new Map<Element, number | undefined>()
  const cost = (element: Element): number => {
    const told = known.get(element)
    if (told !== undefined) return told
    if (known.has(element))
      throw new BrandFault(`The SVG has an element that uses itself, <${element.name}>.`)
    known.set(element, undefined)
    const used = referencesOf(element).flatMap(id => byId.get(id) ?? [])
    let sum = ON_A_LAYER.some(name => element.attributes.has(name)) ? LAYER : 1
    for (const part of [...element.children, ...used]) {
      sum += cost(part)
      if (sum > MAX_DRAWN)
        throw new BrandFault(
          `The SVG would draw more than ${MAX_DRAWN} elements, those that are used again counted each time.`,
        )
    }
    known.set(element, sum)
    return sum
  }
  cost(root)
}
