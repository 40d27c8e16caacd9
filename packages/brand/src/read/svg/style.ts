import { BrandFault } from '../../fault.ts'

/** What a style sheet says of some elements: a tag, a class, an id, or all. */
interface Rule {
  selector: string
  declarations: [property: string, value: string][]
}

/** How much a selector counts for: the rules of CSS for the four there are here. */
const weightOf = (selector: string) => ({ '*': 0, '.': 2, '#': 3 })[selector[0] ?? ''] ?? 1

/** Rules and declarations of all style sheets of a drawing. Drawing programs write one rule for each look. */
const MAX_RULES = 2_000

/**
 * Reads the style sheets that drawing programs write: rules with plain selectors. Nothing of CSS that fetches, nests or
 * computes is among it.
 *
 * @returns rules in the order in which they count, the last the most
 * @throws BrandFault for anything else
 */
export function rulesOf(css: string): Rule[] {
  const text = css.replaceAll(/\/\*.*?\*\/|<!--|-->/gs, '')
  if (text.includes('@')) throw unreadable('at-rules as @import and @font-face')
  const rules: Rule[] = []
  const rest = text.replaceAll(/([^{}]*)\{([^{}]*)\}/g, (_whole, selectors: string, body: string) => {
    const declarations = declarationsOf(body)
    for (const selector of selectors.split(',').map(part => part.trim())) {
      if (!/^(?:\*|[.#]?[a-zA-Z_][\w-]*)$/.test(selector))
        throw unreadable('any selector but .class, #id, tag and *')
      rules.push({ selector, declarations })
    }
    return ''
  })
  if (rest.trim() !== '') throw unreadable('anything but rules')
  if (rules.length > MAX_RULES)
    throw new BrandFault(`The SVG has ${rules.length} style rules; at most ${MAX_RULES} are read.`)
  return rules.sort((a, b) => weightOf(a.selector) - weightOf(b.selector))
}

/** The declarations of a style attribute or a rule, as they stand. */
export function declarationsOf(css: string): [property: string, value: string][] {
  return css.split(';').flatMap(part => {
    const colon = part.indexOf(':')
    if (colon < 0) return []
    const value = part.slice(colon + 1).replace(/!\s*important\s*$/, '')
    return [[part.slice(0, colon).trim().toLowerCase(), value.trim()]]
  })
}

export function applies({ selector }: Rule, name: string, id: string, classes: readonly string[]): boolean {
  switch (selector[0]) {
    case '*':
      return true
    case '.':
      return classes.includes(selector.slice(1))
    case '#':
      return selector.slice(1) === id
    default:
      return selector === name
  }
}

function unreadable(what: string): BrandFault {
  return new BrandFault(
    `The SVG has a style sheet with what is not read here: ${what}. Export it with presentation attributes.`,
  )
}
