/** An element of a drawing of which everything is known to be harmless. */
export interface Element {
  name: string
  attributes: Map<string, string>
  children: Element[]
}

/** Attributes whose value can name another element. */
export function referencesOf({ attributes }: Element): string[] {
  return ['href', 'clip-path', 'mask'].flatMap(name => {
    const id = /^(?:url\()?#([^)]*)\)?$/.exec(attributes.get(name) ?? '')?.[1]
    return id === undefined ? [] : [id]
  })
}

export function toXml({ name, attributes, children }: Element): string {
  const given = [...attributes].map(([key, value]) => ` ${key}="${quoted(value)}"`).join('')
  return `<${name}${given}>${children.map(toXml).join('')}</${name}>`
}

function quoted(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, ' ')
}
