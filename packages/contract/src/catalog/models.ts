import type { Model } from './model.ts'
import { PRICES } from './prices.ts'
import type { SHAPES } from './shapes.ts'

type Row = Pick<
  Model,
  'price' | 'prices' | 'tokenPrices' | 'shutdown' | 'replacedBy' | 'choices' | 'references' | 'economy'
>

/**
 * `images.edit` takes up to 16 pictures of less than 50 MB each. In a worker they are in hand while a picture is made, so that
 * together they may have no more than this.
 */
const EDITED = { most: 16, totalBytes: 48 * 1024 * 1024 }

/**
 * Up to 14 pictures inline, in a request of at most 20 MB: in base64, which makes four bytes of three, and with room for the
 * texts.
 */
const INLINE = { most: 14, totalBytes: 14_800_000 }

/**
 * Made by the provider's batch API, as far as copies of its pages say, read 2026-11: OpenAI's model page of GPT Image 2; Google's page
 * of Flash-Lite. Of Gemini 3 Pro Image no more was found than that Google's Batch API makes pictures. Those of GPT Image 2.5 are said not
 * to be, of 2.6 and Nano Banana 2.1 nothing certain was found.
 */
const BATCHED = { economy: true } as const

const LEVELS = ['low', 'medium', 'high'] as const

const openAi = (size: string, shapes: keyof (typeof SHAPES)['openai'], choices: Model['choices']) => {
  return (id: string, label: string, row: Row = {}): Model => ({
    provider: 'openai',
    id,
    label,
    size,
    quality: 'medium',
    shapes,
    choices,
    references: EDITED,
    ...row,
  })
}

/**
 * GPT Image models of the 2 family, which take any size of multiples of 16 from 655,360 pixels. This one is nearest to
 * 1200x630: half the pixels of 1536x1024 to make, send, keep and decode, and none of them cropped away. Each version takes
 * more options than the one before.
 */
const gptImage2 = openAi('1216x640', 'gpt-image-2', { quality: LEVELS })
const gptImage25 = openAi('1216x640', 'gpt-image-2', { quality: [...LEVELS, 'xhigh', 'max'] })
const gptImage26 = openAi('1216x640', 'gpt-image-2', {
  quality: [...LEVELS, 'xhigh', 'max'],
  complexity: LEVELS,
})

/** A model that takes the standard sizes alone. The landscape one is cropped by a fifth. */
const olderGptImage = openAi('1536x1024', 'gpt-image-1', { quality: LEVELS })

/** A Gemini image model. 16:9 is its landscape format nearest to 1200x630. */
const gemini = (id: string, label: string, row: Row = {}): Model => ({
  provider: 'google',
  id,
  label,
  aspectRatio: '16:9',
  imageSize: '1K',
  shapes: 'gemini-3',
  ...row,
})

/** Sizes of those that make larger pictures than 1K. */
const SIZES = { imageSize: ['1K', '2K', '4K'] } as const

/**
 * The models this release knows, living and dead. A dead one stays listed so that a batch which still names it runs on
 * its replacement and is told so. Ids and dates: the providers' deprecation pages and lists of models, read 2026-11; where
 * sources disagree on a date, the earlier.
 */
export const MODELS: readonly Model[] = [
  gptImage2('gpt-image-2', 'GPT Image 2', { ...PRICES['gpt-image-2'], ...BATCHED }),
  gptImage25('gpt-image-2.5-sunburst', 'GPT Image 2.5 Sunburst', PRICES['gpt-image-2.5']),
  gptImage25('gpt-image-2.5-flare', 'GPT Image 2.5 Flare', PRICES['gpt-image-2.5']),
  gptImage26('gpt-image-2.6-sunburst', 'GPT Image 2.6 Sunburst', PRICES['gpt-image-2.5']),
  gptImage26('gpt-image-2.6-flare', 'GPT Image 2.6 Flare', PRICES['gpt-image-2.5']),
  gemini('gemini-3-pro-image', 'Gemini 3 Pro Image', {
    references: INLINE,
    choices: SIZES,
    ...BATCHED,
    ...PRICES['gemini-3-pro-image'],
  }),
  gemini('gemini-nano-banana-2.1', 'Nano Banana 2.1', {
    references: INLINE,
    choices: SIZES,
    ...PRICES['gemini-nano-banana-2.1'],
  }),
  gemini('gemini-3.1-flash-lite-image', 'Gemini 3.1 Flash-Lite Image', {
    ...PRICES['gemini-3.1-flash-lite-image'],
    ...BATCHED,
  }),

  // Versions of a day, for who wants no other pictures from one day to the next.
  gptImage2('gpt-image-2-2026-04-21', 'GPT Image 2 of 2026-04-21', {
    ...PRICES['gpt-image-2'],
    ...BATCHED,
  }),
  gptImage25(
    'gpt-image-2.5-sunburst-2026-09-08',
    'GPT Image 2.5 Sunburst of 2026-09-08',
    PRICES['gpt-image-2.5'],
  ),
  gptImage25('gpt-image-2.5-flare-2026-09-08', 'GPT Image 2.5 Flare of 2026-09-08', PRICES['gpt-image-2.5']),

  olderGptImage('gpt-image-1.5', 'GPT Image 1.5', {
    ...PRICES['gpt-image-1.5'],
    shutdown: '2026-12-01',
    replacedBy: 'gpt-image-2.6-sunburst',
  }),
  olderGptImage('gpt-image-1-mini', 'GPT Image 1 Mini', {
    ...PRICES['gpt-image-1-mini'],
    shutdown: '2026-12-01',
    replacedBy: 'gpt-image-2.6-flare',
  }),
  olderGptImage('chatgpt-image-latest', 'ChatGPT Image', {
    shutdown: '2026-12-01',
    replacedBy: 'gpt-image-2.6-sunburst',
  }),
  olderGptImage('gpt-image-1', 'GPT Image 1', {
    ...PRICES['gpt-image-1'],
    shutdown: '2026-10-23',
    replacedBy: 'gpt-image-2',
  }),
  olderGptImage('dall-e-3', 'DALL-E 3', {
    references: undefined,
    shutdown: '2026-05-12',
    replacedBy: 'gpt-image-2',
  }),
  gemini('gemini-3.1-flash-image', 'Gemini 3.1 Flash Image', {
    ...PRICES['gemini-3.1-flash-image'],
    shutdown: '2026-10-29',
    replacedBy: 'gemini-nano-banana-2.1',
  }),
  gemini('gemini-2.5-flash-image', 'Gemini 2.5 Flash Image', {
    ...PRICES['gemini-2.5-flash-image'],
    shutdown: '2026-10-02',
    replacedBy: 'gemini-3.1-flash-lite-image',
  }),
  gemini('gemini-3-pro-image-preview', 'Gemini 3 Pro Image (preview)', {
    shutdown: '2026-06-25',
    replacedBy: 'gemini-3-pro-image',
  }),
  gemini('gemini-3.1-flash-image-preview', 'Gemini 3.1 Flash Image (preview)', {
    shutdown: '2026-06-25',
    replacedBy: 'gemini-nano-banana-2.1',
  }),
]
