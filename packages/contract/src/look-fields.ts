import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Batch } from './batch.ts'
import { FONT_NAMES, TEMPLATE_NAMES } from './catalog/looks.ts'
import { explainUnknownName } from './known-names.ts'
import { DEFAULT_OUTPUT } from './output.ts'
import { outputRequestSchema } from './output-request.ts'
import { writtenText } from './written-text.ts'

/** Names that a look can be made of. Read anew for each request, since those of a brand kit come and go. */
export interface LookNames {
  readonly templates: readonly string[]
  readonly fonts: readonly string[]
  readonly logos: readonly string[]
}

/** What every deployment has. */
export const BUILT_IN_LOOKS: LookNames = { templates: TEMPLATE_NAMES, fonts: FONT_NAMES, logos: [] }

/** Most characters of the texts beside the title: each has a line or two. */
export const MOST_CHARACTERS = { kicker: 120, subtitle: 300, byline: 120 } as const

/** More than any language tag has that is in use. */
const MOST_LANGUAGE = 35

/**
 * The fields of a request that say how finished pictures look. Every one may be left out, and each can be given as what it
 * is by default: see {@link lookInBatch}.
 */
export function lookFields(names: LookNames = BUILT_IN_LOOKS) {
  return {
    template: nameOf(() => names.templates, 'GET /templates')
      .meta({ examples: [...names.templates] })
      .describe('Where the texts go: a name that `GET /templates` lists.'),
    font: nameOf(() => names.fonts, 'GET /fonts')
      .meta({ examples: [...names.fonts] })
      .describe('What they are set in: a name that `GET /fonts` lists.'),
    outputs: outputRequestSchema
      .optional()
      .describe('What is made of each original; the first is its image. By default a JPEG of 1200x630.'),
    title: z.boolean().optional().describe('False for pictures without their titles.'),
    titleSize: z
      .enum(['fit', 'series'], 'must be fit or series')
      .optional()
      .describe(
        '`series`: all titles of the batch in one size. `fit`, as by default: each as large as it fits.',
      ),
    theme: z
      .enum(['dark', 'light'], 'must be dark or light')
      .optional()
      .describe('Which colours of the template; by default its own, which is dark but of center-box.'),
    language: language
      .optional()
      .describe('Of the texts, where their script does not tell it; empty for none.'),
    kicker: text('kicker').describe('Set above the title.'),
    subtitle: text('subtitle').describe('Set below the title.'),
    byline: text('byline').describe('Set small, as the name of an author is.'),
    logo: nameOf(() => names.logos, 'GET /logos', NONE).describe(
      'Name of a logo of this deployment; empty for none.',
    ),
  }
}

/** What is given for a name to have none. */
const NONE = ''

/** The fields of {@link lookFields}, as they come out of a request. */
type LookFields = z.output<z.ZodObject<ReturnType<typeof lookFields>>>

/** What a field says that stands for nothing in particular. */
const DEFAULTS: { readonly [Field in keyof LookFields]?: unknown } = {
  outputs: [DEFAULT_OUTPUT],
  title: true,
  titleSize: 'fit',
  language: '',
  kicker: '',
  subtitle: '',
  byline: '',
  logo: NONE,
}

/** The part of a batch that says how its pictures look. */
export type LookInBatch = Partial<Pick<Batch, keyof LookFields>>

/**
 * A look as a batch writes it down.
 *
 * @returns the fields that are given; undefined for one that says what holds by default, which no batch writes down
 */
export function lookInBatch(look: Partial<LookFields>): LookInBatch {
  const fields = Object.entries(look).map(([field, value]) => {
    const isDefault = isDeepStrictEqual(value, DEFAULTS[field as keyof LookFields])
    return [field, isDefault ? undefined : value]
  })
  return Object.fromEntries(fields)
}

/**
 * One of some names; the error lists them, and the nearest.
 *
 * @param none what is no name and may be given all the same
 */
function nameOf(names: () => readonly string[], listedAt: string, none?: string) {
  const unknown = (name: unknown) => explainUnknownName(String(name), names(), listedAt)
  return z
    .string({ error: ({ input }) => unknown(input) })
    .superRefine((name, context) => {
      if (name !== none && !names().includes(name)) context.addIssue(unknown(name))
    })
    .optional()
}

function text(field: keyof typeof MOST_CHARACTERS) {
  return writtenText(MOST_CHARACTERS[field]).trim().optional()
}

const NO_LANGUAGE = 'must be a language tag as in BCP 47, such as "ja", "zh-Hant" or "pt-BR"'

/** In the form that is usual for it. */
const language = z
  .string(NO_LANGUAGE)
  .max(MOST_LANGUAGE, NO_LANGUAGE)
  .refine(tag => localesOf(tag) !== undefined, NO_LANGUAGE)
  .overwrite(tag => localesOf(tag)?.[0] ?? tag)

/** What a language tag is called usually; empty for the empty one, undefined for what is none. */
function localesOf(tag: string): string[] | undefined {
  if (tag === '' || tag.length > MOST_LANGUAGE) return []
  try {
    return Intl.getCanonicalLocales(tag)
  } catch {
    return undefined
  }
}
