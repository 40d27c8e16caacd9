import type { Model } from './model.ts'

type Priced = Pick<Model, 'price' | 'prices' | 'tokenPrices'>

/** On which the prices below were read. */
const READ = '2026-11-26'

/**
 * Prices of a picture by quality, as others list them: of 1536x1024, where GPT Image models of the 2 family are asked for half of
 * that. The provider names prices of tokens alone.
 */
const ofGptImage2 = (source: string) =>
  pricedBy('quality', 'medium', source, { low: 0.005, medium: 0.041, high: 0.165 })

/** Of a provider's price list that only others' copies of were found. */
const COPIED = "Google's price list, as others quote it"

/**
 * Prices by the model they are of. Those of tokens are in USD for a million; where a provider lists none for text that comes out, as
 * none is to, that costs what pictures do.
 */
export const PRICES = {
  'gpt-image-2': {
    ...ofGptImage2('third-party price lists, for 1536x1024: an upper bound'),
    tokenPrices: tokens("OpenAI's model page", { textIn: 5, imageIn: 8, textOut: 30, imageOut: 30 }),
  },
  /** GPT Image 2.5 and 2.6, of either kind. */
  'gpt-image-2.5': {
    ...ofGptImage2('estimate: as many tokens as gpt-image-2 takes for 1536x1024, at $30 a million'),
    tokenPrices: tokens("OpenAI's model pages", { textIn: 5, imageIn: 8, textOut: 30, imageOut: 30 }),
  },
  'gpt-image-1.5': {
    ...pricedBy('quality', 'medium', 'third-party price lists', { low: 0.013, medium: 0.05, high: 0.2 }),
    tokenPrices: tokens('third-party price lists', { textIn: 5, imageIn: 8, textOut: 10, imageOut: 32 }),
  },
  'gpt-image-1-mini': {
    ...pricedBy('quality', 'medium', "OpenAI's model page", { low: 0.006, medium: 0.015, high: 0.052 }),
    tokenPrices: tokens("OpenAI's model page", { textIn: 2, imageIn: 2.5, textOut: 8, imageOut: 8 }),
  },
  'gpt-image-1': {
    ...pricedBy('quality', 'medium', "OpenAI's model page", { low: 0.016, medium: 0.063, high: 0.25 }),
    tokenPrices: tokens("OpenAI's model page", { textIn: 5, imageIn: 10, textOut: 40, imageOut: 40 }),
  },
  'gemini-3-pro-image': {
    ...pricedBy('imageSize', '1K', COPIED, { '1K': 0.134, '2K': 0.134, '4K': 0.24 }),
    tokenPrices: tokens(COPIED, { textIn: 2, imageIn: 2, textOut: 12, imageOut: 120 }),
  },
  'gemini-nano-banana-2.1': {
    ...pricedBy('imageSize', '1K', COPIED, { '1K': 0.0336, '4K': 0.1134 }),
    tokenPrices: tokens(COPIED, { textIn: 1.5, imageIn: 1.5, textOut: 7.5, imageOut: 30 }),
  },
  'gemini-3.1-flash-lite-image': {
    ...pricedBy('imageSize', '1K', COPIED, { '1K': 0.0336 }),
    tokenPrices: tokens(COPIED, { textIn: 0.25, imageIn: 0.25, textOut: 1.5, imageOut: 30 }),
  },
  'gemini-3.1-flash-image': {
    ...pricedBy('imageSize', '1K', COPIED, { '1K': 0.067, '2K': 0.101, '4K': 0.151 }),
    tokenPrices: tokens(COPIED, { textIn: 0.5, imageIn: 0.5, textOut: 3, imageOut: 60 }),
  },
  'gemini-2.5-flash-image': {
    ...pricedBy('imageSize', '1K', COPIED, { '1K': 0.039 }),
    tokenPrices: tokens(COPIED, { textIn: 0.3, imageIn: 0.3, textOut: 2.5, imageOut: 30 }),
  },
} as const satisfies Readonly<Record<string, Priced>>

/**
 * Prices of a picture by the values of an option.
 *
 * @param listed the value that a model is asked for unless a batch names another
 */
function pricedBy(
  option: string,
  listed: string,
  source: string,
  usd: Readonly<Record<string, number>>,
): Priced {
  const priceOf = (value: string) => ({ usd: usd[value] ?? 0, source, date: READ })
  const others = Object.keys(usd).filter(value => value !== listed)
  return {
    price: priceOf(listed),
    ...(others.length === 0
      ? {}
      : { prices: others.map(value => ({ for: { [option]: value }, ...priceOf(value) })) }),
  }
}

function tokens(
  source: string,
  prices: Omit<NonNullable<Model['tokenPrices']>, 'source' | 'date'>,
): Model['tokenPrices'] {
  return { ...prices, source, date: READ }
}
