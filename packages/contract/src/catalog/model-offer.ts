import { z } from 'zod'
import { priceSchema } from './price.ts'

/** Options of a model by their names, as in `quality`. */
export type Options = Readonly<Record<string, string>>

/** What a request may ask of a model instead of what is listed, and what that costs. */
export type Offer = {
  choices: z.ZodOptional<z.ZodType<Readonly<Record<string, readonly string[]>>>>
  prices: z.ZodOptional<z.ZodType<readonly ({ for: Options } & z.infer<typeof priceSchema>)[]>>
}

/**
 * The fields of a model that say what of it can be chosen. Its size or aspect ratio is not among them: its family says that,
 * see `SHAPES`.
 *
 * @param options what a model of its provider is told
 */
export function offerOf({ shapes: _, ...options }: z.core.$ZodShape): Offer {
  const fields = Object.entries(options).map(([name, field]) => [name, givenOf(field)] as const)
  const lists = fields.flatMap(([name, field]) =>
    field instanceof z.ZodEnum ? [[name, z.array(field).min(1).optional()]] : [],
  )
  const offer = {
    choices: z
      .strictObject(Object.fromEntries(lists))
      .optional()
      .describe('What a batch may ask for, by option, beside what is listed. Absent: nothing else.'),
    prices: z
      .array(
        z.strictObject({ for: z.strictObject(Object.fromEntries(fields)).partial(), ...priceSchema.shape }),
      )
      .optional()
      .describe('Prices of other options than those listed, which `price` is of.'),
  }
  return offer as unknown as Offer
}

function givenOf(field: z.core.$ZodType): z.core.$ZodType {
  return field instanceof z.ZodOptional ? field.unwrap() : field
}
