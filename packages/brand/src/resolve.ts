import {
  type BrandHashes,
  type BrandKind,
  type BrandNames,
  type FieldError,
  isBuiltIn,
} from '@contactsheet/contract'
import type { BrandStore } from '@contactsheet/storage'
import { explainUnknown } from './names.ts'

/** What the names stand for, or which of them stand for nothing. */
export interface Resolved {
  /** As `batch.brand`; undefined if everything named is built in. */
  brand?: BrandHashes
  errors: FieldError[]
}

/**
 * Looks up what the names of a request, and those that its template gives, stand for at present.
 *
 * @param kept what names of a batch go on to stand for
 */
export async function resolveBrand(
  store: Pick<BrandStore, 'get' | 'names'>,
  { template, font, logo = '' }: BrandNames,
  kept: BrandHashes = {},
): Promise<Resolved> {
  const brand: Record<string, string> = { ...kept }
  const errors: FieldError[] = []
  const resolve = async <Kind extends BrandKind>(kind: Kind, name: string, field: string, by = '') => {
    if (isBuiltIn(kind, name) || kept[`${kind}/${name}`] !== undefined) return undefined
    const document = await store.get(kind, name)
    if (document !== undefined) brand[`${kind}/${name}`] = document.sha256
    else errors.push({ field, message: by + (await explainUnknown(store, kind, name)) })
    return document
  }
  const own = await resolve('templates', template, 'template')
  await resolve('fonts', font, 'font')
  const named = (what: string, other: string) =>
    `the template "${template}" names the ${what} "${other}", which is gone: `
  for (const other of own?.fonts ?? []) await resolve('fonts', other, 'template', named('font', other))
  if (logo !== '') await resolve('logos', logo, 'logo')
  else if (own?.logo !== undefined) await resolve('logos', own.logo, 'template', named('logo', own.logo))
  return { ...(Object.keys(brand).length === 0 ? {} : { brand }), errors }
}

/**
 * Looks up what the names of a batch stand for once some of them are given anew. Those that are given stand for what they
 * do at present, also where the batch had the same name before; the others, for what they did when it was accepted.
 */
export async function resolveAnew(
  store: Pick<BrandStore, 'get' | 'names'>,
  batch: BrandNames & { brand?: BrandHashes | undefined },
  given: { readonly [Name in keyof BrandNames]?: string | undefined },
): Promise<Resolved> {
  const { template = batch.template, font = batch.font, logo = batch.logo } = given
  const anew = [`templates/${given.template}`, `fonts/${given.font}`, `logos/${given.logo}`]
  const kept = Object.entries(batch.brand ?? {}).filter(([name]) => !anew.includes(name))
  return resolveBrand(store, { template, font, logo }, Object.fromEntries(kept))
}
