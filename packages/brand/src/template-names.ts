/** Fonts and logos that a template names, by the path of the field that does. */
export interface NamesIn {
  fonts: Map<string, string>
  logos: Map<string, string>
}

/** Reads off a template that has been checked which fonts and logos it names. */
export function namesIn(template: object): NamesIn {
  const found: NamesIn = { fonts: new Map(), logos: new Map() }
  const look = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
      if (key === 'font' && typeof inner === 'string') found.fonts.set(at, inner)
      else if (key === 'logo' && typeof inner === 'string') found.logos.set(at, inner)
      else look(inner, at)
    }
  }
  look(template, '')
  return found
}
