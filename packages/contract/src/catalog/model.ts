import { z } from 'zod'
import { economyMark } from '../speed.ts'
import { type Offer, offerOf } from './model-offer.ts'
import { MODEL_OPTIONS } from './model-options.ts'
import { priceSchema, tokenPricesSchema } from './price.ts'
import { PROVIDERS, type Provider } from './provider.ts'
import { referencesTakenSchema } from './references-taken.ts'

const day = z.iso.date()

const lifecycle = {
  /** The model id as the provider knows it. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'must be lower-case letters, digits, dots and dashes'),
  label: z.string().min(1),
  /** Of its listed options. Absent: nobody has published a price we could cite; estimates then say so. */
  price: priceSchema.optional(),
  tokenPrices: tokenPricesSchema
    .optional()
    .describe('What its tokens cost, in USD for a million. Absent: no such prices are known.'),
  /** The day the provider stops answering for this id. */
  shutdown: day.optional(),
  /** What a batch that names this id runs on after its shutdown. */
  replacedBy: z.string().optional(),
  /** Absent: it takes no pictures beside the prompt. */
  references: referencesTakenSchema
    .optional()
    .describe('What it takes of pictures beside the prompt. Absent: none.'),
  economy: z
    .literal(true)
    .optional()
    .describe("Whether the provider's batch API makes its pictures, at half the price. Absent: no."),
}

type SchemaOf<P extends Provider, Options extends z.ZodRawShape> = z.ZodObject<
  { provider: z.ZodLiteral<P> } & typeof lifecycle & Options & Offer,
  z.core.$strict
>
/** A model of any one provider. */
type AnySchema = { [P in Provider]: SchemaOf<P, (typeof MODEL_OPTIONS)[P]> }[Provider]

/** One image model: who serves it, what is asked of it, what it costs, how long it lives. */
export const modelSchema = z.discriminatedUnion(
  'provider',
  PROVIDERS.map(provider =>
    z.strictObject({
      provider: z.literal(provider),
      ...lifecycle,
      ...MODEL_OPTIONS[provider],
      ...offerOf(MODEL_OPTIONS[provider]),
    }),
  ) as [AnySchema, ...AnySchema[]],
)
export type Model = z.infer<typeof modelSchema>

const asking = {
  /** Options that the request named itself. Absent: none. */
  asked: z.array(z.string()).min(1).optional(),
  /** `economy`: made by the provider's batch API, at half of its price. Absent: at once. */
  speed: economyMark,
}

/** A schema of each provider's models, with more fields. */
type Extended<Fields extends z.ZodRawShape> = {
  [P in Provider]: SchemaOf<P, (typeof MODEL_OPTIONS)[P]> extends z.ZodObject<infer Shape, z.core.$strict>
    ? z.ZodObject<Shape & Fields, z.core.$strict>
    : never
}[Provider]

function extended<Fields extends z.ZodRawShape>(fields: Fields) {
  const options = modelSchema.options.map(option => option.extend(fields))
  return options as unknown as [Extended<Fields>, ...Extended<Fields>[]]
}

/** A model as one column of a batch asks it: with the options that hold for it, and the price of these. */
export const columnSchema = z.discriminatedUnion('provider', extended(asking))
export type Column = z.infer<typeof columnSchema>

/** Names of what models of a provider are told beside their ids. */
export function optionsOf(provider: Provider): string[] {
  return Object.keys(MODEL_OPTIONS[provider]).filter(name => name !== 'shapes')
}

const listing = {
  available: z
    .boolean()
    .describe('False if no worker that runs can ask its provider; true also while that is not known.'),
  unavailableReason: z.string().optional().describe('Why it is not available, and what to set.'),
}

/** A model as the API lists it. */
export const listedModelSchema = z.discriminatedUnion('provider', extended(listing))
type ListedModel = z.infer<typeof listedModelSchema>

/** A model as a deployment may give it: also in the way the API lists it, whose word on availability counts for nothing. */
export const givenModelSchema = z.preprocess(given => {
  if (typeof given !== 'object' || given === null) return given
  const { available: _available, unavailableReason: _reason, ...model } = given as Partial<ListedModel>
  return model
}, modelSchema)
