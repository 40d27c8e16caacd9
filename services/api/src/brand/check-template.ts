import type { CheckTemplate } from '@contactsheet/brand/intake'
import { checkTemplate } from '@contactsheet/compose'
import { calmFor, fieldErrors, type TemplateSpec, templateSpecSchema } from '@contactsheet/contract'

/** What a template says of itself. */
export function saidOf(spec: TemplateSpec) {
  return { label: spec.label, prompt: calmFor(spec, 'wide', undefined) }
}

/** Judges a template by its schema, and by how it lays itself out. */
export const judgeTemplate: CheckTemplate = async template => {
  const { data: spec, error } = templateSpecSchema.safeParse(template)
  if (spec === undefined) return { errors: fieldErrors(error) }
  const faults = checkTemplate(spec)
  if (faults.length === 0) return { spec, ...saidOf(spec) }
  return { errors: faults.map(fault => ({ field: fault.split(' ', 1)[0] ?? '', message: fault })) }
}
