import type { BatchBody, BatchView, LeafView, ListedModel, ModelBody, PromptBody } from '../api/types.ts'
import { requestAgain } from './again.ts'
import { idOf, optionsOf, priceOf } from './model-body.ts'

/**
 * The request that makes leaves of a batch again by another model: their prompts, each once, with the titles that they have now,
 * in the look of the batch. It is made at once, and says which batch it goes back to.
 *
 * @param asked what leaves were asked for that were made again with another prompt, by their ids
 */
export function promotion(
  view: BatchView,
  leaves: readonly LeafView[],
  model: ModelBody,
  asked: ReadonlyMap<string, string> = new Map(),
): BatchBody {
  const {
    prompts,
    variations: _variations,
    sample: _sample,
    speed: _speed,
    deadline: _deadline,
    maxCostUsd: _maxCostUsd,
    ...request
  } = requestAgain(view)
  const items = leaves.map(leaf => itemOf(view, leaf, prompts[leaf.promptIndex], asked.get(leaf.leafId)))
  return {
    ...request,
    prompts: [...new Map(items.map(item => [JSON.stringify(item), item])).values()],
    models: [model],
    from: view.id,
  }
}

function itemOf(
  view: BatchView,
  { promptIndex, title }: LeafView,
  item: PromptBody = '',
  asked = view.prompts[promptIndex] ?? '',
): PromptBody {
  const before = view.prompts[promptIndex]
  const isSame = asked === before && title === (view.items?.[promptIndex]?.title ?? before)
  if (isSame) return item
  const whole = typeof item === 'string' ? { prompt: item } : item
  // What is filled in already must not be taken for a variable now.
  const meant = (text: string) => (whole.variables === undefined ? text : text.replaceAll('{{', '\\{{'))
  return { ...whole, prompt: asked === before ? whole.prompt : meant(asked), title: meant(title) }
}

/** A model, with an option or without, and what an image by it costs in USD. */
interface Offer {
  item: ModelBody
  usd: number
}

/**
 * The next better thing than what made some leaves, by its price: of their own models the next option that is dearer, or else the
 * cheapest other model that is. Models on their way out are none.
 */
export function nextBetter(
  models: readonly ListedModel[],
  { models: columns }: Pick<BatchView, 'models'>,
  leaves: readonly LeafView[],
): ModelBody | undefined {
  const made = new Set(leaves.map(({ modelIndex }) => columns[modelIndex]))
  const paid = Math.max(0, ...[...made].map(column => column?.price?.usd ?? 0))
  const ids = new Set([...made].map(column => column?.id))
  const staying = models.filter(model => model.available && model.shutdown === undefined && !model.replacedBy)
  const offers = staying.flatMap(offersOf).sort((a, b) => a.usd - b.usd)
  const dearer = offers.filter(({ usd }) => usd > paid)
  const isPlain = ({ item }: Offer) => typeof item === 'string'
  const best =
    dearer.find(({ item }) => ids.has(idOf(item))) ?? dearer.find(isPlain) ?? offers.findLast(isPlain)
  return best?.item
}

function offersOf(model: ListedModel): Offer[] {
  const options = optionsOf(model).flatMap(({ name, values }) => values.map(value => ({ [name]: value })))
  return [{}, ...options].flatMap(asked => {
    const usd = priceOf(model, asked)
    const isUsual = Object.entries(asked).every(([name, value]) => Reflect.get(model, name) === value)
    if (usd === undefined) return []
    return [{ item: isUsual ? model.id : { id: model.id, ...asked }, usd }]
  })
}
