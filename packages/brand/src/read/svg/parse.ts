import { SaxesParser, type SaxesTagNS } from 'saxes'
import { BrandFault } from '../../fault.ts'

const SVG = 'http://www.w3.org/2000/svg'
const XLINK = 'http://www.w3.org/1999/xlink'

/** Elements of a drawing, and how deep they are inside one another. Logos have some hundred, a dozen deep. */
const MAX_ELEMENTS = 5_000
const MAX_DEPTH = 32

/** An element as it was written. Of attributes those without a namespace, and the links of old SVG as `href`. */
export interface Written {
  name: string
  attributes: Map<string, string>
  children: Written[]
  /** Its own text; style sheets have some. */
  text: string
}

/**
 * Reads SVG as XML: no entities but the five of XML, no document types with any of their own, and of elements only those in
 * the namespace of SVG.
 *
 * @throws BrandFault if it is none, or larger than logos are
 */
export function parseSvg(text: string): Written {
  const parser = new SaxesParser({ xmlns: true })
  const open: (Written | undefined)[] = []
  let root: Written | undefined
  let elements = 0
  parser.on('error', error => {
    throw new BrandFault(`The SVG is not well-formed: ${error.message.replace(/\.$/, '')}.`)
  })
  parser.on('doctype', type => {
    if (type.includes('['))
      throw new BrandFault('The SVG declares entities in its DOCTYPE: take the DOCTYPE out.')
  })
  parser.on('opentag', tag => {
    if (++elements > MAX_ELEMENTS) throw new BrandFault(`The SVG has more than ${MAX_ELEMENTS} elements.`)
    if (open.length >= MAX_DEPTH) throw new BrandFault(`The SVG is nested more than ${MAX_DEPTH} deep.`)
    const parent = open.at(-1)
    const isShown = tag.uri === SVG && (open.length === 0 || parent !== undefined)
    const element = isShown ? written(tag) : undefined
    if (element !== undefined) parent?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  const addText = (part: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text).close()
  if (root?.name !== 'svg')
    throw new BrandFault(`The file is no SVG: its outermost element is not <svg xmlns="${SVG}">.`)
  return root
}

function written({ local, attributes }: SaxesTagNS): Written {
  const known = Object.values(attributes).flatMap(
    ({ uri, prefix, local: name, value }): [string, string][] => {
      if (uri === XLINK && name === 'href') return [['href', value]]
      return prefix === '' ? [[name, value]] : []
    },
  )
  return { name: local, attributes: new Map(known), children: [], text: '' }
}
