import { z } from 'zod'
import type { Column } from './catalog/model.ts'
import { roundUsd } from './round-usd.ts'
import { ECONOMY_SHARE, economyMark } from './speed.ts'

const tokens = z.int().nonnegative()

/** The tokens of a call, as its answer tells them. */
export const tokenUsageSchema = z.strictObject({
  textIn: tokens,
  imageIn: tokens,
  /** Words of the answer, and what the model thought before it drew. */
  textOut: tokens,
  imageOut: tokens,
})
export type TokenUsage = z.infer<typeof tokenUsageSchema>

/** What calls to a provider cost, or may have cost. */
export const chargeSchema = z.strictObject({
  /** Id of the model that was asked. */
  model: z.string(),
  /** Whether it brought the picture that the leaf has, or had. Otherwise it brought none, and may be charged all the same. */
  picture: z.boolean(),
  /** More than one only where no answer told its tokens. */
  calls: z.int().positive(),
  usage: tokenUsageSchema.optional(),
  /** Of all these calls, in USD; null where no price is known. */
  usd: z.number().nonnegative().nullable(),
  /** What it is worked out by: the tokens that the answer told, or the price of a picture in the catalog. */
  by: z.enum(['usage', 'list']),
  /** `economy`: at half the price. */
  speed: economyMark,
})
export type Charge = z.infer<typeof chargeSchema>

/** What is known of a model's prices, and which of them hold. */
type Prices = Pick<Column, 'price' | 'tokenPrices' | 'speed'>

/**
 * What a call costs, to a millionth of a dollar: by its tokens, where the answer told them and the model has prices of
 * tokens, or else by the price of a picture. In the economy lane it is half of that.
 */
export function priceCall(
  { price, tokenPrices, speed }: Prices,
  usage: TokenUsage | undefined,
): Pick<Charge, 'usd' | 'by' | 'speed'> {
  const mark = speed === undefined ? {} : { speed }
  const share = speed === undefined ? 1 : ECONOMY_SHARE
  if (usage === undefined || tokenPrices === undefined)
    return { usd: price === undefined ? null : inUsd(price.usd * 1e6 * share), by: 'list', ...mark }
  // Dollars for a million tokens are millionths of a dollar for one.
  const millionths =
    usage.textIn * tokenPrices.textIn +
    usage.imageIn * tokenPrices.imageIn +
    usage.textOut * tokenPrices.textOut +
    usage.imageOut * tokenPrices.imageOut
  return { usd: inUsd(millionths * share), by: 'usage', ...mark }
}

/** Of decimal prices, what binary fractions err by could tip a half to the wrong side. */
function inUsd(millionths: number): number {
  return Math.round(Number(millionths.toFixed(6))) / 1e6
}

/**
 * The charge of one call.
 *
 * @param picture whether it brought the leaf's picture
 */
export function chargeOf(
  model: Prices & Pick<Column, 'id'>,
  picture: boolean,
  usage: TokenUsage | undefined,
): Charge {
  return {
    model: model.id,
    picture,
    calls: 1,
    ...(usage === undefined ? {} : { usage }),
    ...priceCall(model, usage),
  }
}

/** All of them, in their order. Calls to the same model at the same price are one, if nothing else is known of them. */
export function addCharges(charges: readonly Charge[], more: readonly Charge[]): Charge[] {
  const all = [...charges]
  for (const charge of more) {
    const place = all.findIndex(other => isAlike(other, charge))
    const alike = all[place]
    if (alike === undefined) all.push(charge)
    else all[place] = times(alike, alike.calls + charge.calls)
  }
  return all
}

function isAlike(a: Charge, b: Charge): boolean {
  if (a.usage !== undefined || b.usage !== undefined) return false
  const isSame = a.model === b.model && a.picture === b.picture && a.speed === b.speed
  return isSame && times(a, 1).usd === times(b, 1).usd
}

/** The same charge of so many calls. */
export function times(charge: Charge, calls: number): Charge {
  return { ...charge, calls, usd: charge.usd === null ? null : roundUsd((charge.usd / charge.calls) * calls) }
}

/** Whether a charge is for what was said alone, as of a refusal that tells its tokens: no picture is paid by it. */
export function isForWords({ by, usage }: Charge): boolean {
  return by === 'usage' && usage?.imageOut === 0
}

/** What charges come to: that which brought pictures, and apart from it that which brought none. */
export interface Costs {
  /** In USD; null where nothing is known of any. */
  costUsd: number | null
  /** The same; absent where there is none. */
  atRiskUsd?: number | null
}

/** Where some prices are not known, the sum is of those that are. */
export function costsOf(charges: readonly Charge[]): Costs {
  const paid = charges.filter(({ picture }) => picture)
  const risked = charges.filter(({ picture }) => !picture)
  return { costUsd: sumOf(paid), ...(risked.length === 0 ? {} : { atRiskUsd: sumOf(risked) }) }
}

function sumOf(charges: readonly Charge[]): number | null {
  const known = charges.flatMap(({ usd }) => usd ?? [])
  if (known.length === 0 && charges.length > 0) return null
  return roundUsd(known.reduce((sum, usd) => sum + usd, 0))
}
