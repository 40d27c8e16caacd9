import { parseJson, UnreadableText } from '@contactsheet/contract/text'
import { z } from 'zod'

/** How values of a field are written in JSON, by what its schema says. */
type Kind = 'text' | 'number' | 'flag' | 'list'

/** The rest of a request whose body is a table, as its query says it. */
export class TableQuery {
  readonly #kinds: ReadonlyMap<string, Kind>
  /** Of the query: each field of a request that can stand in it. */
  readonly shape: Readonly<Record<string, z.ZodType>>

  /** @param properties of a request, by their names, in JSON Schema */
  constructor(properties: Readonly<Record<string, z.core.JSONSchema._JSONSchema>>) {
    const fields = Object.entries(properties).filter(([name]) => name !== 'prompts')
    this.#kinds = new Map(fields.map(([name, schema]) => [name, kindOf(schema)]))
    this.shape = Object.fromEntries(
      fields.map(([name, schema]) => [name, z.unknown().optional().meta(describedInQuery(schema))]),
    )
  }

  /** Whether a parameter of a query is a field of a request. */
  has(name: string): boolean {
    return this.#kinds.has(name)
  }

  /** The fields of a request that a query holds, as JSON has them. What is no number stays as it is, to be refused. */
  fieldsOf(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const given = Object.entries(query).filter(([name]) => this.has(name))
    return Object.fromEntries(given.map(([name, written]) => [name, jsonOf(written, this.#kinds.get(name))]))
  }
}

function kindOf(schema: z.core.JSONSchema._JSONSchema): Kind {
  if (typeof schema !== 'object') return 'text'
  const { type, anyOf = [] } = schema
  if (type === 'array') return 'list'
  if (type === 'number' || type === 'integer' || anyOf.some(one => kindOf(one) === 'number')) return 'number'
  return type === 'boolean' ? 'flag' : 'text'
}

function describedInQuery(schema: z.core.JSONSchema._JSONSchema): Record<string, unknown> {
  const { default: _, ...rest }: Record<string, unknown> = Object(schema)
  const list = kindOf(schema) === 'list' ? ' Repeated, with commas between, or as JSON.' : ''
  return { ...rest, description: `With a table as the body: see the field of the same name.${list}` }
}

function jsonOf(written: unknown, kind: Kind | undefined): unknown {
  if (kind === 'list') return [written].flat().flatMap(listed)
  if (typeof written !== 'string') return written
  if (kind === 'number') return /^\d+(?:\.\d+)?$/.test(written) ? Number(written) : written
  if (kind === 'flag' && ['', 'true', 'false'].includes(written)) return written !== 'false'
  return written
}

/** An item of a list that says more than a name is written as JSON, and so may the list be. */
function listed(written: unknown): unknown[] {
  const text = String(written)
  if (!/^\s*[[{]/.test(text)) return text.split(',').map(item => item.trim())
  try {
    return [parseJson(text)].flat()
  } catch (error) {
    if (error instanceof UnreadableText) return [text]
    throw error
  }
}
