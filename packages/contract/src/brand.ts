/** What a deployment can have of its own. */
export const BRAND_KINDS = ['templates', 'fonts', 'logos'] as const
export type BrandKind = (typeof BRAND_KINDS)[number]

/** Names of what a deployment has of its own, as of what is built in. */
export const BRAND_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,39}$/
export const BRAND_NAME_RULE =
  'a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash'

/** What names stood for when a batch was accepted: the SHA-256 of each content, by `<kind>/<name>`. */
export type BrandHashes = Readonly<Record<string, string>>
