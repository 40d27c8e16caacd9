import { z } from 'zod'
import { MODEL_OPTIONS } from './model-options.ts'
import { PROVIDERS, type Provider } from './provider.ts'

const day = z.iso.date()

/** What one image costs, as somebody published it on a day. */
const priceSchema = z.strictObject({
  usd: z.number().nonnegative(),
  source: z.string().min(1),
  date: day,
})

const lifecycle = {
  /** The model id as the provider knows it. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'must be lower-case letters, digits, dots and dashes'),
  label: z.string().min(1),
  /** Absent: nobody has published a price we could cite; estimates then say so. */
  price: priceSchema.optional(),
  /** The day the provider stops answering for this id. */
  shutdown: day.optional(),
  /** What a batch that names this id runs on after its shutdown. */
  replacedBy: z.string().optional(),
}

type SchemaOf<P extends Provider, Options extends z.ZodRawShape> = z.ZodObject<
  { provider: z.ZodLiteral<P> } & typeof lifecycle & Options,
  z.core.$strict
>
/** A model of any one provider. */
type AnySchema = { [P in Provider]: SchemaOf<P, (typeof MODEL_OPTIONS)[P]> }[Provider]

/** One image model: who serves it, what is asked of it, what it costs, how long it lives. */
export const modelSchema = z.discriminatedUnion(
  'provider',
  PROVIDERS.map(provider =>
    z.strictObject({ provider: z.literal(provider), ...lifecycle, ...MODEL_OPTIONS[provider] }),
  ) as [AnySchema, ...AnySchema[]],
)
export type Model = z.infer<typeof modelSchema>

const listing = {
  available: z
    .boolean()
    .describe('False if no worker that runs can ask its provider; true also while that is not known.'),
  unavailableReason: z.string().optional().describe('Why it is not available, and what to set.'),
}

type ListedSchema = {
  [P in Provider]: SchemaOf<P, (typeof MODEL_OPTIONS)[P]> extends z.ZodObject<infer Shape, z.core.$strict>
    ? z.ZodObject<Shape & typeof listing, z.core.$strict>
    : never
}[Provider]

/** A model as the API lists it. */
export const listedModelSchema = z.discriminatedUnion(
  'provider',
  modelSchema.options.map(option => option.extend(listing)) as unknown as [ListedSchema, ...ListedSchema[]],
)
export type ListedModel = z.infer<typeof listedModelSchema>

/** A model as a deployment may give it: also in the way the API lists it, whose word on availability counts for nothing. */
export const givenModelSchema = z.preprocess(given => {
  if (typeof given !== 'object' || given === null) return given
  const { available: _available, unavailableReason: _reason, ...model } = given as Partial<ListedModel>
  return model
}, modelSchema)
