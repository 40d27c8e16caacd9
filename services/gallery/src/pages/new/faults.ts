import type { FieldError } from '../../api/types.ts'
import { plural } from '../../lib/format.ts'
import { REQUEST_FIELDS } from '../../parse/fields.ts'

/** What is wrong with one item of a list. */
export interface ItemFault {
  index: number
  message: string
}

/** The faults that belong to a field as a whole, as in `prompts`. */
export function fieldFaults(errors: readonly FieldError[], field: string): string[] {
  return errors.filter(error => error.field === field).map(error => error.message)
}

/** The faults of a list's items, as in `prompts[2]` or `prompts[2].title`. */
export function itemFaults(errors: readonly FieldError[], field: string): ItemFault[] {
  return errors.flatMap(error => {
    const [, index, inside = ''] = new RegExp(`^${field}\\[(\\d+)\\]\\.?(.*)`).exec(error.field) ?? []
    const message = inside === '' ? error.message : `${inside} ${error.message}`
    return index === undefined ? [] : [{ index: Number(index), message }]
  })
}

/** What fields are called on the form, where that is not their own name. */
const NAMES: Readonly<Record<string, string>> = {
  extraPrompt: 'Extra prompt',
  fallbackOn: 'Fallback',
  maxCostUsd: 'Spend at most',
  outputs: 'Sizes',
  references: 'Pictures to go by',
  sample: 'Sample',
  titleSize: 'Size of titles',
  deadline: 'Finish by',
}

/** The first thing that is wrong, by the field that it is at, as one says it; and how many more there are. */
export function firstFault(errors: readonly FieldError[]): { field: string; words: string } | undefined {
  const [first] = errors
  if (first === undefined) return undefined
  const [, name = '', index, inside = ''] = /^(\w+)(?:\[(\d+)\])?\.?(.*)/.exec(first.field) ?? []
  const known = REQUEST_FIELDS.includes(name)
  const title = NAMES[name] ?? name.charAt(0).toUpperCase() + name.slice(1)
  const place = known
    ? index === undefined
      ? title
      : `${title.replace(/s$/, '')} ${Number(index) + 1}`
    : first.field
  const more = errors.length > 1 ? `, and ${plural(errors.length - 1, 'more fault')}` : ''
  const words = `${place}: ${inside === '' ? '' : `${inside} `}${first.message.replace(/\.$/, '')}${more}.`
  return { field: name, words }
}
