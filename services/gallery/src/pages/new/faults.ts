import type { FieldError } from '../../api/types.ts'
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

/** The faults of no field on the form. */
export function otherFaults(errors: readonly FieldError[]): string[] {
  return errors
    .filter(({ field }) => !REQUEST_FIELDS.some(known => field === known || field.startsWith(`${known}[`)))
    .map(({ field, message }) => `${field}: ${message}`)
}
