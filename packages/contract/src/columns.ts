import type { Catalog } from './catalog/catalog.ts'
import { type Column, type Model, optionsOf } from './catalog/model.ts'
import type { Options } from './catalog/model-offer.ts'
import type { Output } from './output.ts'
import { isPricedAlike, shapedFor, shapeFault, shapeOption } from './shape.ts'
import type { SPEEDS } from './speed.ts'
import { clip } from './text/clip.ts'
import { didYouMean } from './text/near.ts'

/** An item of `models` in a request: a model, by its id alone or with options of its own. */
export type ColumnRequest = string | ({ id: string } & Options)

/** Its parts. */
export function partsOf(item: ColumnRequest): { id: string; options: Options } {
  if (typeof item === 'string') return { id: item, options: {} }
  const { id, ...options } = item
  return { id, options }
}

/**
 * The columns that a request comes to, and what its caller should know of them. Each is there once, however many items lead
 * to it: nobody pays twice for the same pictures.
 *
 * @param items whose ids the catalog knows, with options that their models take
 * @param speed at which they are to be made, as far as their models are
 */
export function columnsOf(
  items: readonly ColumnRequest[],
  outputs: readonly Output[],
  catalog: Catalog,
  now: Date,
  speed: (typeof SPEEDS)[number] = 'asap',
): { columns: Column[]; warnings: string[] } {
  const columns = new Map<string, Column>()
  const written = items.map(writtenAs)
  const warnings: string[] = []
  for (const [place, item] of items.entries()) {
    const name = written[place] ?? ''
    if (written.indexOf(name) < place) continue
    const { id, options } = partsOf(item)
    const resolved = catalog.resolve(id, now)
    if (resolved === undefined) throw new RangeError(catalog.explainUnknown(id, now))
    warnings.push(...resolved.warnings.filter(warning => !warnings.includes(warning)))
    const isEconomy = speed === 'economy' && resolved.model.economy === true
    const column = { ...columnOf(resolved.model, options, outputs), ...(isEconomy ? { speed } : {}) }
    const key = keyOf(column)
    const first = columns.get(key)
    if (first === undefined) columns.set(key, column)
    else warnings.push(`Model ${name} adds nothing: the batch has ${first.id} already, which runs once.`)
    if (written.filter(other => other === name).length > 1)
      warnings.push(`Model ${name} is named more than once; it runs once.`)
  }
  return { columns: [...columns.values()], warnings }
}

/** As messages name it: its id, with the options that it names itself. */
function writtenAs(item: ColumnRequest): string {
  const { id, options } = partsOf(item)
  return withOptions(id, options)
}

/** A column as messages name it: the id of its model, with the options that were asked for. */
export function nameOfColumn({ id, asked, ...model }: Column): string {
  return withOptions(id, optionsNamed(model, asked ?? []))
}

function withOptions(id: string, options: Options): string {
  const told = Object.entries(options).map(([name, value]) => `${name} ${value}`)
  return told.length === 0 ? id : `${id} (${told.toSorted().join(', ')})`
}

/** What a request asked of a column beside its model; undefined if nothing. */
export function askedOptions(column: Column): Options | undefined {
  return column.asked && optionsNamed(column, column.asked)
}

/**
 * The name of a column for people: that of its model, and where other columns are of the same model, what tells it from
 * them.
 *
 * @param columns of its batch
 */
export function columnLabel(column: Column, columns: readonly Column[]): string {
  const alike = columns.filter(({ id }) => id === column.id)
  const telling = optionsOf(column.provider).filter(
    name => new Set(alike.map(other => Reflect.get(other, name))).size > 1,
  )
  const values = telling.map(name => {
    const value = Reflect.get(column, name) ?? 'usual'
    return SPEAKING.has(name) ? value : `${value} ${name}`
  })
  return [column.label, ...values].join(', ')
}

/** Options whose values say by themselves what they are of. */
const SPEAKING: ReadonlySet<string> = new Set(['quality', 'size', 'aspectRatio', 'imageSize'])

function optionsNamed(model: object, names: readonly string[]): Options {
  return Object.fromEntries(names.map(name => [name, String(Reflect.get(model, name))]))
}

/** Whether two columns make the same pictures. */
export function isSameColumn(a: Column, b: Column): boolean {
  return keyOf(a) === keyOf(b)
}

/** Two columns of the same key make the same pictures. */
function keyOf({ asked: _1, label: _2, price: _3, tokenPrices: _4, speed: _5, ...column }: Column): string {
  return JSON.stringify(Object.entries(column).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** A model with options, as a batch keeps it: asked for the shape that suits its outputs, unless one was asked for. */
function columnOf(model: Model, options: Options, outputs: readonly Output[]): Column {
  const shape = shapeOption(model)
  const shaped = shape !== undefined && shape in options ? model : shapedFor(outputs, model)
  const { shapes: _1, choices: _2, prices: _3, references: _4, economy: _5, ...plain } = shaped
  const asked = Object.keys(options)
  const column = { ...plain, ...options, ...(asked.length === 0 ? {} : { asked }) } as Column
  const price = priceOf(model, options)
  if (price === column.price) return column
  const { price: _price, ...unpriced } = column
  return price === undefined ? unpriced : { ...unpriced, price }
}

/** The price of a model with options; undefined if none is known. */
function priceOf(model: Model, options: Options): Model['price'] {
  const changed = Object.entries(options).filter(([name, value]) => isPriceChange(model, name, value))
  if (changed.length === 0) return model.price
  const found = model.prices?.find(price => {
    const isOfAll = changed.every(([name]) => name in price.for)
    return isOfAll && Object.entries(price.for).every(([name, value]) => options[name] === value)
  })
  if (found === undefined) return undefined
  const { for: _, ...price } = found
  return price
}

function isPriceChange(model: Model, name: string, value: string): boolean {
  if (Reflect.get(model, name) === value) return false
  return name !== shapeOption(model) || !isPricedAlike(model, value)
}

/** What is wrong with an option that is asked of a model; undefined if nothing is. */
export function optionFault(model: Model, name: string, value: string): string | undefined {
  if (name === shapeOption(model)) return shapeFault(model, value)
  const values = valuesOf(model, name)
  if (values.length === 0) {
    const taken = optionNames(model)
    return `is not an option of ${model.id}.${didYouMean(name, taken)} It takes: ${taken.join(', ')}.`
  }
  if (values.includes(value)) return undefined
  return `"${clip(value)}" is no ${name} of ${model.id}.${didYouMean(value, values)} Allowed: ${values.join(', ')}.`
}

/** Names of the options that a model takes. */
function optionNames(model: Model): string[] {
  return optionsOf(model.provider).filter(
    name => name === shapeOption(model) || valuesOf(model, name).length > 0,
  )
}

/** What a model can be asked for in an option; empty if it has no such option. */
function valuesOf(model: Model, name: string): string[] {
  if (!optionsOf(model.provider).includes(name)) return []
  const listed: unknown = Reflect.get(model, name)
  return [...new Set([...(model.choices?.[name] ?? []), ...(typeof listed === 'string' ? [listed] : [])])]
}
