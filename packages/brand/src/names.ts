import { type BrandKind, BUILT_IN_LOOKS, explainUnknownName } from '@contactsheet/contract'
import type { BrandStore } from '@contactsheet/storage'

export const SINGULAR: Record<BrandKind, string> = { templates: 'template', fonts: 'font', logos: 'logo' }

/** What is wrong with a name that stands for nothing: which there are, and the nearest. */
export async function explainUnknown(
  store: Pick<BrandStore, 'names'>,
  kind: BrandKind,
  name: string,
): Promise<string> {
  return explainUnknownName(name, [...BUILT_IN_LOOKS[kind], ...(await store.names(kind))], `GET /${kind}`)
}
