import type { ListedModel, Model, ModelBody } from '../api/types.ts'

export function idOf(model: ModelBody): string {
  return typeof model === 'string' ? model : model.id
}

/** An option that a model can be asked for. */
export interface ModelOption {
  name: string
  values: readonly string[]
  /** What it is where nothing is asked for; undefined: as the provider has it. */
  usual: string | undefined
}

export function optionsOf(model: ListedModel): ModelOption[] {
  return Object.entries(model.choices ?? {}).map(([name, choices]) => {
    const listed: unknown = Reflect.get(model, name)
    const usual = typeof listed === 'string' ? listed : undefined
    const values = usual === undefined || choices.includes(usual) ? choices : [usual, ...choices]
    return { name, values, usual }
  })
}

function optionsAsked(item: ModelBody): Readonly<Record<string, string | undefined>> {
  if (typeof item === 'string') return {}
  const { id: _, ...options } = item
  return options
}

/** What an item asks for in an option; undefined: nothing. */
export function optionOf(item: ModelBody, name: string): string | undefined {
  return optionsAsked(item)[name]
}

/** An item with another value of an option. What is usual is not asked for. */
export function withOption(item: ModelBody, { name, usual }: ModelOption, value: string): ModelBody {
  const { [name]: _before, ...others } = optionsAsked(item)
  const options = { ...others, ...(value !== '' && value !== usual && { [name]: value }) }
  return Object.keys(options).length === 0 ? idOf(item) : { id: idOf(item), ...options }
}

/** What an image with options costs, in USD; undefined where that is not known. */
export function priceOf(
  model: ListedModel,
  options: Readonly<Record<string, string>> = {},
): number | undefined {
  const changed = Object.entries(options).filter(([name, value]) => Reflect.get(model, name) !== value)
  if (changed.length === 0) return model.price?.usd
  return model.prices?.find(
    ({ for: of }) =>
      Object.keys(of).length === changed.length &&
      changed.every(([name, value]) => Reflect.get(of, name) === value),
  )?.usd
}

export function isDead(model: Model, today: Date = new Date()): boolean {
  return model.shutdown !== undefined && model.shutdown <= today.toISOString().slice(0, 10)
}

/** One more of a model, with what none of the others asks for; undefined: there is nothing more. */
export function oneMore(model: ListedModel, items: readonly ModelBody[]): ModelBody | undefined {
  const taken = items.map(item => JSON.stringify(item))
  for (const option of optionsOf(model))
    for (const value of option.values) {
      const next = withOption(model.id, option, value)
      if (!taken.includes(JSON.stringify(next))) return next
    }
  return undefined
}
