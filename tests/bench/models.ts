import { Catalog, type Model } from '@contactsheet/contract'

const gptImage = (id: string, size: string): Model => ({
  provider: 'openai',
  id,
  label: id,
  size,
  quality: 'medium',
})
const gemini = (id: string, imageSize: '2K' | '4K'): Model => ({
  provider: 'google',
  id,
  label: id,
  aspectRatio: '16:9',
  imageSize,
})
const numbered = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

/** Models with sizes of their own, so that rounds stay comparable when the catalog asks for others. */
const PINNED = {
  pinned: numbered(3).map(number => gptImage(`gpt-image-2-pinned-${number}`, '1536x1024')),
  'ten small': numbered(10).map(number => gptImage(`gpt-image-2-small-${number}`, '1024x640')),
  '2K': [gemini('gemini-pinned-2k', '2K')],
  '4K': [gemini('gemini-pinned-4k', '4K')],
}

const CATALOG = {
  catalog: ['gpt-image-2', 'gemini-3-pro-image', 'gpt-image-2.6-flare'],
  'catalog, two': ['gpt-image-2', 'gemini-3-pro-image'],
}

/** `pinned`: three columns of 1536x1024. `catalog`: three, or two, at the sizes that our catalog asks both providers for. */
export type ModelSet = keyof typeof PINNED | keyof typeof CATALOG

export function modelsOf(set: ModelSet): readonly Model[] {
  if (set in PINNED) return PINNED[set as keyof typeof PINNED]
  const catalog = new Catalog()
  return CATALOG[set as keyof typeof CATALOG].map(id => {
    const model = catalog.get(id)
    if (model === undefined)
      throw new Error(`The catalog has no ${id} any more: name another in tests/bench/models.ts.`)
    return model
  })
}

/** What every process is told, so that it knows the pinned ones. */
export const EXTRA_MODELS = JSON.stringify(Object.values(PINNED).flat())
