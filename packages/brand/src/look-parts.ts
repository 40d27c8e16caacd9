import {
  type BrandHashes,
  type BrandKind,
  type BrandNames,
  builtInFont,
  builtInTemplate,
  type Font,
  isBuiltIn,
  KindError,
  TEMPLATES,
  type TemplateSpec,
} from '@contactsheet/contract'
import type { BrandLoader, LoadedFont, LoadedLogo } from './loader.ts'
import { SINGULAR } from './names.ts'
import { namesIn } from './template-names.ts'

/** What a look is made of beside its texts. */
export interface LookParts {
  template: TemplateSpec
  font: Font | LoadedFont
  /** Fonts that the template names and that are not built in. */
  fonts: Readonly<Record<string, LoadedFont>>
  logo: LoadedLogo | undefined
}

/**
 * What the names of a batch or a request stand for. Costs nothing where everything is built in.
 *
 * @param brand the hashes that they were resolved to
 * @throws KindError as {@link BrandLoader} does; of kind `internal` for a name without a hash
 */
export async function lookParts(
  { template: name, font, logo: asked = '' }: BrandNames,
  brand: BrandHashes | undefined,
  loader: BrandLoader,
): Promise<LookParts> {
  const hashOf = (kind: BrandKind, name: string): string => {
    const hash = brand?.[`${kind}/${name}`]
    if (hash === undefined)
      throw new KindError('internal', `Nothing says what the ${SINGULAR[kind]} "${name}" stands for.`)
    return hash
  }
  const isOwn = !isBuiltIn('templates', name)
  const template = isOwn ? await loader.template(hashOf('templates', name)) : TEMPLATES[builtInTemplate(name)]
  const named = isOwn ? namesIn(template) : { fonts: new Map<string, string>() }
  const fonts = new Map<string, LoadedFont>()
  for (const other of new Set([font, ...named.fonts.values()]))
    if (!isBuiltIn('fonts', other)) fonts.set(other, await loader.font(hashOf('fonts', other)))
  const logo = asked === '' ? template.logo : asked
  return {
    template,
    font: fonts.get(font) ?? builtInFont(font),
    fonts: Object.fromEntries(fonts),
    logo: logo === undefined ? undefined : await loader.logo(hashOf('logos', logo)),
  }
}
