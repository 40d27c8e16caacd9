import {
  BRAND_NAME_PATTERN,
  BRAND_NAME_RULE,
  type BrandKind,
  FONT_NAMES,
  TEMPLATE_NAMES,
} from '@contactsheet/contract'
import { clip } from '@contactsheet/contract/text'
import type { BrandStore } from '@contactsheet/storage'
import { closestMatch } from 'leven'
import { BrandFault } from './fault.ts'

/** Names that every deployment has. */
const BUILT_IN: Record<BrandKind, readonly string[]> = {
  templates: TEMPLATE_NAMES,
  fonts: FONT_NAMES,
  logos: [],
}

export const SINGULAR: Record<BrandKind, string> = { templates: 'template', fonts: 'font', logos: 'logo' }

export function isBuiltIn(kind: BrandKind, name: string): boolean {
  return BUILT_IN[kind].includes(name)
}

/** @throws BrandFault for what is no name, and for the name of what is built in */
export function assertOwnName(kind: BrandKind, name: string): void {
  const told = `"${clip(name)}"`
  if (!BRAND_NAME_PATTERN.test(name))
    throw new BrandFault(`${told} cannot name a ${SINGULAR[kind]}: ${BRAND_NAME_RULE}.`)
  if (isBuiltIn(kind, name))
    throw new BrandFault(`The ${SINGULAR[kind]} ${told} is built in and stays as it is. Take another name.`)
}

/** A sentence for a name that stands for nothing: the nearest, and what there is. */
export async function explainUnknown(
  store: Pick<BrandStore, 'names'>,
  kind: BrandKind,
  name: string,
): Promise<string> {
  const names = [...BUILT_IN[kind], ...(await store.names(kind))]
  if (names.length === 0) return `there is no logo "${clip(name)}", nor any other: see PUT /logos/:name`
  const near = closestMatch(clip(name), names, { maxDistance: Math.ceil(name.length / 2) })
  return `must be one of: ${names.join(', ')}.${near === undefined ? '' : ` Did you mean "${near}"?`}`
}
