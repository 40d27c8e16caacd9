import { clip } from '@contactsheet/contract/text'
import { BrandFault } from '../../fault.ts'
import { ELEMENTS, GEOMETRY, PROPERTIES, REFUSED, REFUSED_PROPERTIES, SILENT } from './allowed.ts'
import type { Element } from './element.ts'
import type { Written } from './parse.ts'
import { applies, declarationsOf, rulesOf } from './style.ts'

/**
 * What of a drawing is drawn: elements and attributes of an allow-list, with their styles as attributes. What says nothing
 * about the drawing, as the notes of the program that made it, is left out.
 *
 * @throws BrandFault for what acts or fetches, or is needed for the drawing and not drawn here
 */
export function clean(root: Written): Element {
  const rules = rulesOf([...textsOf(root, 'style')].join('\n'))
  const cleaned = (element: Written): Element => ({
    name: element.name,
    attributes: attributesOf(element, rules),
    children: element.children
      .filter(({ name }) => name !== 'style' && !SILENT.has(name))
      .map(child => {
        if (!ELEMENTS.has(child.name)) throw refused(child.name)
        return cleaned(child)
      }),
  })
  return cleaned(root)
}

function* textsOf(element: Written, name: string): Generator<string> {
  if (element.name === name) yield element.text
  for (const child of element.children) yield* textsOf(child, name)
}

/** In the order in which they count: attributes, then style sheets, then what the element says of its own style. */
function attributesOf({ name, attributes }: Written, rules: ReturnType<typeof rulesOf>): Map<string, string> {
  const classes = attributes.get('class')?.split(/\s+/) ?? []
  const id = attributes.get('id') ?? ''
  const said = [
    ...attributes,
    ...rules.filter(rule => applies(rule, name, id, classes)).flatMap(rule => rule.declarations),
    ...declarationsOf(attributes.get('style') ?? ''),
  ]
  const kept = new Map<string, string>()
  for (const [key, value] of said) {
    if (/^on/i.test(key))
      throw new BrandFault(`The SVG has an event handler, ${clip(key)} of <${name}>: take it out.`)
    const harmless = REFUSED_PROPERTIES[key]
    if (harmless !== undefined && value.trim() !== harmless)
      throw new BrandFault(
        `The SVG cannot be drawn: ${key} of <${name}> is not read here. Turn it into shapes, or send a PNG.`,
      )
    if (!GEOMETRY.has(key) && !PROPERTIES.has(key)) continue
    kept.set(key, plainValue(name, key, value))
  }
  return kept
}

/** A value that names nothing outside of the drawing. */
function plainValue(name: string, key: string, value: string): string {
  const where = `${key} of <${name}>`
  if (key === 'href' && !/^#[^)\s]+$/.test(value))
    throw new BrandFault(`The SVG refers to something outside of it: ${where} is ${clip(value)}.`)
  const local = value.replace(/^\s*url\(\s*(["']?)#([^"'()\s]+)\1\s*\)/, 'url(#$2)')
  if (/[\\@]|url\s*\(/i.test(local.replace(/^url\(#[^)]*\)/, '')) || /data:|javascript:/i.test(local))
    throw new BrandFault(`The SVG refers to something outside of it: ${where} is ${clip(value)}.`)
  return local
}

function refused(name: string): BrandFault {
  const why =
    REFUSED[name] ?? REFUSED[name.replace(/^fe[A-Z].*/, 'filter')] ?? 'it is not among what is drawn'
  return new BrandFault(`The SVG has an element that is not drawn here, <${clip(name)}>: ${why}.`)
}
