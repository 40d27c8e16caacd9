/** Sizes that are free within limits. Edges and their steps in pixels. */
export interface FreeSizes {
  step: number
  /** Most that the longer edge may be of the shorter. */
  ratio: number
  longestEdge: number
  /** Fewest and most pixels of a picture. */
  pixels: readonly [fewest: number, most: number]
  /** Most pixels of a picture that the listed price is of: what is larger is made where a request names its size alone. */
  pricedUpTo: number
}

/**
 * What each family of models can be asked for: sizes in pixels, aspect ratios, or free sizes. A model's row names its family,
 * and its own size or ratio is the one that its price is of.
 *
 * OpenAI's and Google's guides to making pictures, read 2026-11.
 */
export const SHAPES = {
  openai: {
    /** The models are paid by the pixel, and the highest price that is known is of 1536x1024. */
    'gpt-image-2': {
      step: 16,
      ratio: 3,
      longestEdge: 3_840,
      pixels: [655_360, 8_294_400],
      pricedUpTo: 1536 * 1024,
    },
    'gpt-image-1': ['1024x1024', '1536x1024', '1024x1536'],
  },
  google: {
    /** Each at the `imageSize` of the model's row, since a price is of one. */
    'gemini-3': ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[] | FreeSizes>>>>
