import { BUILT_IN_LOOKS } from './look-fields.ts'

/** What a deployment can have of its own. */
export const BRAND_KINDS = ['templates', 'fonts', 'logos'] as const
export type BrandKind = (typeof BRAND_KINDS)[number]

/** Names of what a deployment has of its own, as of what is built in. */
export const BRAND_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,39}$/
export const BRAND_NAME_RULE =
  'a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash'

/** What names stood for when a batch was accepted: the SHA-256 of each content, by `<kind>/<name>`. */
export type BrandHashes = Readonly<Record<string, string>>

export function isBuiltIn(kind: BrandKind, name: string): boolean {
  return BUILT_IN_LOOKS[kind].includes(name)
}

/** The names that a request or a batch gives. */
export interface BrandNames {
  template: string
  font: string
  /** Empty for none, or the template's. */
  logo?: string | undefined
}
