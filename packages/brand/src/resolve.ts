import type { BrandHashes, BrandKind, FieldError } from '@contactsheet/contract'
import type { BrandStore } from '@contactsheet/storage'
import { explainUnknown, isBuiltIn } from './names.ts'

/** The names that a request gives. */
export interface BrandNames {
  template: string
  font: string
  logo?: string | undefined
}

/** What the names stand for, or which of them stand for nothing. */
export interface Resolved {
  /** As `batch.brand`; undefined if everything named is built in. */
  brand?: BrandHashes
  errors: FieldError[]
}

/** Looks up what the names of a request, and those that its template gives, stand for at present. */
export async function resolveBrand(
  store: Pick<BrandStore, 'get' | 'names'>,
  { template, font, logo }: BrandNames,
): Promise<Resolved> {
  const brand: Record<string, string> = {}
  const errors: FieldError[] = []
  const resolve = async (kind: BrandKind, name: string, field: string, by = '') => {
    if (isBuiltIn(kind, name)) return undefined
    const document = await store.get(kind, name)
    if (document !== undefined) brand[`${kind}/${name}`] = document.sha256
    else errors.push({ field, message: by + (await explainUnknown(store, kind, name)) })
    return document
  }
  await resolve('templates', template, 'template')
  const asked = isBuiltIn('templates', template) ? undefined : await store.get('templates', template)
  await resolve('fonts', font, 'font')
  const ofTemplate = `the template "${template}" names`
  for (const other of asked?.fonts ?? [])
    await resolve('fonts', other, 'template', `${ofTemplate} the font "${other}", which is gone: `)
  if (logo !== undefined) await resolve('logos', logo, 'logo')
  else if (asked?.logo !== undefined)
    await resolve('logos', asked.logo, 'template', `${ofTemplate} the logo "${asked.logo}", which is gone: `)
  return { ...(Object.keys(brand).length === 0 ? {} : { brand }), errors }
}
