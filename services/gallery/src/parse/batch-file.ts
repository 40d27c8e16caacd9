import { clip, decodeText, parseJson, UnreadableText } from '@contactsheet/contract/text'
import { POSITIONAL_FIELDS, REQUEST_FIELDS } from './fields.ts'
import type { FromFile } from './from-file.ts'
import { NoBatch } from './no-batch.ts'

/** What a field holds, where that is not text; in the words of {@link kindOf}. */
const KINDS: Readonly<Record<string, string>> = {
  prompts: 'an array of texts',
  models: 'an array of texts',
  fallback: 'an array of texts',
  fallbackOn: 'an array of texts',
  references: 'an array of texts',
  tags: 'an array of texts',
  variations: 'a number',
  sample: 'a number',
  maxCostUsd: 'a number',
  deadline: 'a number, or text',
  title: 'true or false',
  outputs: 'an array',
}

/** What an object among the items of a field must have. */
const ITEMS: Readonly<Record<string, string>> = { prompts: 'prompt', models: 'id', fallback: 'id' }

const FORMS = `a batch.json (an object with prompts and models, or the array of ${POSITIONAL_FIELDS.length} parts), CSV with a column "prompt", or plain text with one prompt a line`

/** Files that are tables, by their names. */
const TABLES = [
  [/\.(csv|tsv)$/i, 'csv'],
  [/\.(ndjson|jsonl)$/i, 'ndjson'],
] as const

/** Line ends of every system. */
const LINE_END = /\r\n|[\r\n]/

/** Anything that ends a line, or breaks one, with the blanks around it. */
const BREAK = /\s*[\n\v\f\r\u0085\u2028\u2029]\s*/g

/** Largest file that is read, in bytes: the API takes no larger body either, unless told so. */
const MOST_BYTES = 16 * 1024 * 1024

/**
 * Reads a file as a batch, or as the prompts of one.
 *
 * @throws NoBatch
 */
export async function readBatchFile(file: File): Promise<FromFile> {
  if (file.size > MOST_BYTES) throw new NoBatch(`${file.name} is larger than 16 MB. Split it.`)
  const bytes = new Uint8Array(await file.arrayBuffer())
  const format = TABLES.find(([names]) => names.test(file.name))?.[1]
  if (format !== undefined) {
    const { readTableFile } = await import('./table-file.ts')
    return readTableFile(file.name, bytes, format)
  }
  return parseBatchFile(
    file.name,
    readAs(file.name, () => decodeText(bytes)),
  )
}

/**
 * The batch in the text of a file that is no table.
 *
 * @throws NoBatch
 */
function parseBatchFile(name: string, text: string): FromFile {
  if (text.includes('\0') || text.includes('\uFFFD'))
    throw new NoBatch(`${name} is not text. Expected ${FORMS}.`)
  if (text.trim() === '') throw new NoBatch(`${name} is empty. Expected ${FORMS}.`)
  if (/\.json$/i.test(name) || /^\s*[[{]/.test(text)) return parseBatch(name, text)
  return { prompts: text.split(LINE_END).flatMap(line => line.trim() || []) }
}

/** What a file says, or a sentence on why it cannot be read. */
function readAs<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error
    throw new NoBatch(`${name} ${error.message}. Expected ${FORMS}, saved as UTF-8.`)
  }
}

function parseBatch(name: string, text: string): FromFile {
  const value = readAs(name, () => parseJson(text))
  if (Array.isArray(value)) return fromParts(name, value)
  if (typeof value !== 'object' || value === null)
    throw new NoBatch(`${name} holds ${kindOf(value)}. Expected ${FORMS}.`)
  return fromObject(name, value as Record<string, unknown>)
}

function fromParts(name: string, parts: unknown[]): FromFile {
  if (parts.length !== POSITIONAL_FIELDS.length)
    throw new NoBatch(
      `${name} is an array of ${parts.length}. Expected exactly ${POSITIONAL_FIELDS.length} parts: [${POSITIONAL_FIELDS.join(', ')}].`,
    )
  return fromObject(name, Object.fromEntries(POSITIONAL_FIELDS.map((field, index) => [field, parts[index]])))
}

function fromObject(name: string, object: Record<string, unknown>): FromFile {
  for (const [field, value] of Object.entries(object)) {
    if (!REQUEST_FIELDS.some(known => known === field))
      throw new NoBatch(
        `${name} has "${clip(field)}", which no batch has. Expected ${REQUEST_FIELDS.join(', ')}.`,
      )
    const expected = KINDS[field] ?? 'text'
    if (!expected.split(', or ').some(kind => kind.startsWith(kindOf(value))))
      throw new NoBatch(`${name} goes wrong at ${field}: expected ${expected}, found ${kindOf(value)}.`)
    const needed = ITEMS[field]
    if (needed !== undefined && Array.isArray(value))
      for (const [index, item] of value.entries()) {
        const fault = itemFault(item, needed)
        if (fault !== undefined) throw new NoBatch(`${name} goes wrong at ${field}[${index}]${fault}.`)
      }
  }
  if (!('prompts' in object)) throw new NoBatch(`${name} has no prompts. Expected ${FORMS}.`)
  const batch = object as FromFile
  // In the form a prompt that is nothing else is a line.
  const prompts = batch.prompts.map(item => (typeof item === 'string' ? item.replace(BREAK, ' ') : item))
  return { ...batch, prompts }
}

/**
 * What is wrong with an item of prompts or models, from its place on; undefined if nothing is.
 *
 * @param needed name of the text that an object must have
 */
function itemFault(item: unknown, needed: string): string | undefined {
  if (typeof item === 'string') return undefined
  if (kindOf(item) !== 'an object' || !(needed in Object(item)))
    return `: expected text, or an object with "${needed}", found ${kindOf(item)}`
  const { variables = {}, ...fields }: Record<string, unknown> = Object(item)
  if (kindOf(variables) !== 'an object') return `.variables: expected an object, found ${kindOf(variables)}`
  const texts = {
    ...Object.fromEntries(
      Object.entries(Object(variables)).map(([name, value]) => [`variables.${name}`, value]),
    ),
    ...fields,
  }
  const wrong = Object.entries(texts).find(
    ([name, value]) => name !== 'references' && typeof value !== 'string',
  )
  return wrong && `.${wrong[0]}: expected text, found ${kindOf(wrong[1])}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (value === undefined) return 'nothing'
  return { object: 'an object', number: 'a number', boolean: 'true or false', string: 'text' }[
    typeof value as 'object' | 'number' | 'boolean' | 'string'
  ]
}
