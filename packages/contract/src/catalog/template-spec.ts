import { z } from 'zod'
import type { OutputShape } from '../output.ts'

/** The lightness a picture's texts are laid on. */
export const THEMES = ['dark', 'light'] as const
export type Theme = (typeof THEMES)[number]

/** The texts a picture can have. */
export const TEXT_KINDS = ['kicker', 'title', 'subtitle', 'byline'] as const
export type TextKind = (typeof TEXT_KINDS)[number]

/** Most units a length can have: twice what the longest picture has. */
const MAX_UNITS = 3_000
const MAX_LAYERS = 20
const MAX_ITEMS = 12
const MAX_STOPS = 8
const MAX_COLORS = 16
/** Smallest and largest letters, in units. */
const LETTERS = { min: 10, max: 200 } as const

/** A name of the brand kit or of the catalog: of a font, a logo, a colour. */
const name = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,39}$/,
    'must be a name of 1 to 40 small letters, digits and hyphens that begins with a letter or digit',
  )

const units = number(0, MAX_UNITS, 'units')
const positiveUnits = number(1, MAX_UNITS, 'units')
const opacity = number(0, 1).optional()

/**
 * A length: units, of which a picture of 1200x630 has 1200 by 630, and any other as many as it has for its area; or a share
 * of the picture's width or height, as `"25%"`.
 */
const aLength = `must be a number of units from 0 to ${MAX_UNITS}, or a share from "0%" to "100%" with at most two decimals`
const length = z.union(
  [
    z.number().min(0, aLength).max(MAX_UNITS, aLength),
    z.string().regex(/^(100|\d{1,2}(\.\d{1,2})?)%$/, aLength),
  ],
  { error: aLength },
)
export type Length = z.infer<typeof length>

/** `#rrggbb`, or the name of one of the template's colours. */
const color = z
  .string()
  .regex(
    /^(#[0-9a-fA-F]{6}|[a-z0-9][a-z0-9-]{0,39})$/,
    'must be a colour as #rrggbb, or the name of one under "colors"',
  )

/**
 * A rectangle of the picture by two of its sides, or one side and an extent, in each direction; by neither, all of it; by an
 * extent alone, in the middle. `start` and `end` are `left` and `right`, and the other way round under a title that runs from
 * right to left.
 */
const box = z
  .strictObject({
    left: length.optional(),
    right: length.optional(),
    start: length.optional(),
    end: length.optional(),
    top: length.optional(),
    bottom: length.optional(),
    width: length.optional(),
    height: length.optional(),
  })
  .superRefine((box, context) => {
    const has = (...sides: (keyof typeof box)[]) => sides.filter(side => box[side] !== undefined)
    const both = has('left', 'right').length > 0 && has('start', 'end').length > 0
    if (both) context.addIssue('must not mix left and right with start and end')
    for (const sides of [has('left', 'right', 'start', 'end', 'width'), has('top', 'bottom', 'height')])
      if (sides.length > 2 && !both)
        context.addIssue(`must not have all of ${sides.join(', ')}: leave one out`)
  })
export type Box = z.infer<typeof box>

/** An area in one colour. A thin one is a rule. */
const fill = z.strictObject({
  kind: z.literal('fill'),
  box,
  color,
  /** 0 to 1. Absent: 1. */
  opacity,
  /** Of its corners, in units. Absent: 0. */
  radius: units.optional(),
})

const gradient = z.strictObject({
  kind: z.literal('gradient'),
  box,
  /** The side it runs to. */
  to: oneOf(['top', 'bottom', 'left', 'right']),
  stops: list(
    z.strictObject({
      /** Per cent of the way. */
      at: number(0, 100, 'per cent'),
      color,
      opacity,
    }),
    2,
    MAX_STOPS,
  ),
  /** `smooth` begins and ends each step unseen. Absent: linear. */
  easing: oneOf(['linear', 'smooth']).optional(),
})

const anchor = oneOf(['top', 'middle', 'bottom'])
const align = oneOf(['start', 'center', 'end'])

/** The logo, as large as its box allows. Left out where there is none. */
const logo = z.strictObject({
  kind: z.literal('logo'),
  box,
  align: align.optional(),
  anchor: anchor.optional(),
})

/** Space above an item of a stack, in units. Absent: the stack's `gap`. */
const gap = units.optional()

const text = z.strictObject({
  kind: z.enum(TEXT_KINDS),
  /** Of the letters, in units: as large as the text allows. */
  size: z
    .strictObject({
      min: number(LETTERS.min, LETTERS.max, 'units'),
      max: number(LETTERS.min, LETTERS.max, 'units'),
    })
    .refine(({ min, max }) => min <= max, 'must not have a min above its max'),
  /** Most it takes. Absent: one line, of a subtitle two, of a title what the others leave. */
  height: length.optional(),
  color,
  /** A font of the catalog or the brand kit. Absent: the batch's. */
  font: name.optional(),
  uppercase: z.boolean().optional(),
  gap,
})
export type TextItem = z.infer<typeof text>

/** A text or logo that a picture does not have takes no room, nor does its gap. */
const item = z.discriminatedUnion('kind', [
  text,
  z.strictObject({ kind: z.literal('rule'), width: positiveUnits, height: positiveUnits, color, gap }),
  z.strictObject({ kind: z.literal('logo'), width: positiveUnits, height: positiveUnits, gap }),
])
export type StackItem = z.infer<typeof item>

/** What lies under a stack, as large as what is drawn of it needs. */
const backing = z.discriminatedUnion('kind', [
  /** A rectangle around it. */
  z.strictObject({
    kind: z.literal('card'),
    color,
    opacity,
    /** Around what is drawn. */
    padding: z.strictObject({ x: units, y: units }),
    min: z.strictObject({ width: units, height: units }).optional(),
    radius: units.optional(),
  }),
  /** From the edge that the stack is anchored to, as wide as the picture; what is drawn is in the middle of its height. */
  z.strictObject({
    kind: z.literal('bar'),
    color,
    opacity,
    /** Above and below what is drawn. */
    padding: units,
    /** Least height. */
    min: length.optional(),
    /** A line beside the texts. */
    mark: z
      .strictObject({
        color,
        width: positiveUnits,
        /** From the picture's edge. */
        start: units,
        /** From the bar's upper and lower edge. */
        inset: units,
      })
      .optional(),
  }),
  /** A shade that comes out of the edge that the stack is anchored to, or fades on both sides of what is in the middle. */
  z.strictObject({
    kind: z.literal('shade'),
    color,
    /** Behind what is drawn. */
    opacity,
    /** At the picture's edge. Absent: the same. */
    edge: opacity,
    /** Between what is drawn and where it begins to fade. */
    padding: units,
    /** How far it takes to fade. */
    fade: units,
  }),
])
export type Backing = z.infer<typeof backing>

/** Texts, rules and a logo below each other. */
const stack = z.strictObject({
  kind: z.literal('stack'),
  /** Most that what is drawn takes, without its backing. */
  box,
  anchor,
  align,
  /** Between items, in units. Absent: 0. */
  gap,
  items: list(item, 1, MAX_ITEMS),
  backing: backing.optional(),
})
export type Stack = z.infer<typeof stack>

/** Laid over the picture in their order; what is drawn of stacks and logos lies above all fills. */
const layers = list(z.discriminatedUnion('kind', [fill, gradient, logo, stack]), 1, MAX_LAYERS)
export type Layer = z.infer<typeof layers>[number]

/** What the provider is asked to keep calm, as a part of a sentence; of a theme where it depends on that. */
const calm = z.union([said(200), z.strictObject({ dark: said(200), light: said(200) })], {
  error: 'must be a text of 1 to 200 characters, or one for each of dark and light',
})

/** A hint like `#0d0f14` for each name; both themes have the same names. */
const palette = z
  .record(name, z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour as #rrggbb'))
  .refine(colors => Object.keys(colors).length <= MAX_COLORS, `must have at most ${MAX_COLORS} colours`)

/** A template: where texts go on a picture of any shape, and what lies under them. */
export const templateSpecSchema = z
  .strictObject({
    version: z.literal(1, { error: 'must be 1, the only version of templates there is' }),
    /** What people call it. */
    label: said(40),
    calm,
    /** The one it has unless a batch asks for another. Absent: dark. */
    theme: oneOf(THEMES).optional(),
    colors: z.strictObject({ dark: palette, light: palette }),
    /** How near to the picture's edges texts and logos come at most, in units. Absent: {@link SAFE}. */
    safe: units.optional(),
    /** Logo of the brand kit that it has unless a batch names another. */
    logo: name.optional(),
    layers,
    /** In place of the above where the picture is no wider than it is high. */
    portrait: z.strictObject({ calm: calm.optional(), layers }).optional(),
  })
  .superRefine(({ colors: { dark, light } }, context) => {
    for (const [theme, has, wants] of [
      ['light', light, dark],
      ['dark', dark, light],
    ] as const)
      for (const missing of Object.keys(wants).filter(color => !(color in has)))
        context.addIssue({
          code: 'custom',
          path: ['colors', theme],
          message: `lacks the colour "${missing}"`,
        })
  })
export type TemplateSpec = z.infer<typeof templateSpecSchema>

/** How near to the edges of a picture texts come, in units. */
export const SAFE = 24

/** Width and height in pixels. */
interface Size {
  width: number
  height: number
}

/** The layers of a template on a picture of a size. */
export function layersFor({ layers, portrait }: TemplateSpec, { width, height }: Size): Layer[] {
  return portrait !== undefined && width <= height ? portrait.layers : layers
}

/** The theme of a template's picture: the one asked for, or else its own. */
export function themeOf({ theme = 'dark' }: TemplateSpec, asked: Theme | undefined): Theme {
  return asked ?? theme
}

/** What the provider is asked to keep calm for a template. */
export function calmFor(spec: TemplateSpec, shape: OutputShape, asked: Theme | undefined): string {
  const calm = (shape === 'wide' ? undefined : spec.portrait?.calm) ?? spec.calm
  return typeof calm === 'string' ? calm : calm[themeOf(spec, asked)]
}

function number(min: number, max: number, what = '') {
  const range = `must be a number from ${min} to ${max}${what === '' ? '' : ` (${what})`}`
  return z.number({ error: range }).min(min, range).max(max, range)
}

function said(max: number) {
  const range = `must be a text of 1 to ${max} characters on one line`
  return z
    .string({ error: range })
    .trim()
    .min(1, range)
    .max(max, range)
    .regex(/^\P{Cc}*$/u, range)
}

function list<T extends z.ZodType>(of: T, min: number, max: number) {
  const range = `must be a list of ${min} to ${max}`
  return z.array(of, { error: range }).min(min, range).max(max, range)
}

function oneOf<const T extends readonly [string, ...string[]]>(names: T) {
  return z.enum(names, { error: () => `must be one of: ${names.join(', ')}` })
}
