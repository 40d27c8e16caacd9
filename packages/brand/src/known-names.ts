import {
  BRAND_KINDS,
  BUILT_IN_LOOKS,
  isBuiltIn,
  type LookNames,
  POSITIONAL_FIELDS,
} from '@contactsheet/contract'
import type { BrandStore } from '@contactsheet/storage'

/** The fields of a request that name something, and of which kind. */
const FIELDS = [
  ['template', 'templates'],
  ['font', 'fonts'],
  ['logo', 'logos'],
] as const

/**
 * Names that looks can be made of, as the schemas of requests judge them: those of the store as they were when a request
 * last gave one that is not built in.
 */
export class KnownNames implements LookNames {
  templates = BUILT_IN_LOOKS.templates
  fonts = BUILT_IN_LOOKS.fonts
  logos = BUILT_IN_LOOKS.logos
  readonly #store: Pick<BrandStore, 'names'>

  constructor(store: Pick<BrandStore, 'names'>) {
    this.#store = store
  }

  /**
   * Looks up the names that there are, if a request gives any that is not built in. Goes before it is judged.
   *
   * @param request in either of its forms, whatever is in it
   */
  async lookUpFor(request: unknown): Promise<void> {
    const given = fieldsOf(request)
    const isOwn = FIELDS.some(([field, kind]) => {
      const name = given[field]
      return typeof name === 'string' && name !== '' && !isBuiltIn(kind, name)
    })
    if (!isOwn) return
    const [templates = [], fonts = [], logos = []] = await Promise.all(
      BRAND_KINDS.map(async kind => [...BUILT_IN_LOOKS[kind], ...(await this.#store.names(kind))]),
    )
    Object.assign(this, { templates, fonts, logos })
  }
}

function fieldsOf(request: unknown): Readonly<Record<string, unknown>> {
  if (!Array.isArray(request)) return Object(request)
  return Object.fromEntries(POSITIONAL_FIELDS.map((field, index) => [field, request[index]]))
}
