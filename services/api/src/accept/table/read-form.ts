import { clip, decodeText, parseJson, UnreadableText } from '@contactsheet/contract/text'
import { HttpProblem } from '../../http/problem.ts'
import { charsetOf } from '../../http/read-bodies.ts'
import { TABLE_TYPES, TableBody, type TableFormat } from './table-body.ts'

/** Parts that a form can have: the request in JSON, and the table of its prompts by either name. */
const REQUEST = 'request'
const TABLES = ['table', 'prompts']

/** Files that are tables, by their names: a browser may send them as anything. */
const NAMES: readonly [RegExp, TableFormat][] = [
  [/\.(?:csv|tsv)$/i, 'csv'],
  [/\.(?:ndjson|jsonl)$/i, 'ndjson'],
]

/**
 * Reads a form: a table of prompts as a file, and the rest of the request as JSON. It is held as it came, as any other body,
 * so that the same limits, encodings and compressions are its.
 *
 * @throws HttpProblem 400 naming the part at fault
 */
export async function readForm(body: Buffer, contentType: string): Promise<TableBody> {
  const parts = await partsOf(body, contentType)
  const unknown = [...new Set(parts.keys())].find(name => name !== REQUEST && !TABLES.includes(name))
  if (unknown !== undefined)
    throw new HttpProblem(
      400,
      `The form has a part "${clip(unknown)}", which is neither "${REQUEST}" nor "table".`,
    )
  const requests = parts.getAll(REQUEST)
  const tables = TABLES.flatMap(name => parts.getAll(name))
  const [table] = tables
  if (requests.length > 1) throw new HttpProblem(400, `The form has "${REQUEST}" more than once.`)
  if (table === undefined || tables.length > 1)
    throw new HttpProblem(
      400,
      `The form must have one table, as the file of a part "table"; it has ${tables.length}.`,
    )
  if (typeof table === 'string')
    throw new HttpProblem(
      400,
      'The table of the form must be sent as a file, as by: curl -F table=@prompts.csv',
    )
  const [request = '{}'] = requests
  return new TableBody(
    new Uint8Array(await table.arrayBuffer()),
    formatOf(table),
    charsetOf(table.type),
    await requestIn(request),
  )
}

/** As many boundaries as a form of some parts has. One with many more would take long to read. */
const MOST_BOUNDARIES = 20

async function partsOf(body: Buffer, contentType: string): Promise<FormData> {
  const boundary = /;\s*boundary="?([^\s;"]+)/i.exec(contentType)?.[1]
  if (boundary === undefined)
    throw new HttpProblem(
      400,
      'The Content-Type of the form names no boundary: have it made by what makes the form.',
    )
  let found = 0
  for (let at = body.indexOf(`--${boundary}`); at !== -1; at = body.indexOf(`--${boundary}`, at + 1))
    if (++found > MOST_BOUNDARIES) throw new HttpProblem(400, 'The form has more parts than a batch needs.')
  return new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch((error: unknown) => {
      throw new HttpProblem(
        400,
        'The form cannot be read: it is cut short, or not as multipart/form-data is.',
        {
          cause: error,
        },
      )
    })
}

function formatOf({ name, type }: File): TableFormat {
  const [essence = ''] = type.toLowerCase().split(';')
  const format = NAMES.find(([names]) => names.test(name))?.[1] ?? TABLE_TYPES[essence.trim()]
  if (format !== undefined) return format
  throw new HttpProblem(
    400,
    `The table of the form is neither CSV nor JSON by the line, by its name "${clip(name)}" and its type: name it .csv, .tsv, .ndjson or .jsonl.`,
  )
}

async function requestIn(part: File | string): Promise<object> {
  try {
    const text = typeof part === 'string' ? part : decodeText(await part.bytes(), charsetOf(part.type))
    const request = parseJson(text)
    if (typeof request === 'object' && request !== null && !Array.isArray(request)) return request
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error
    throw new HttpProblem(400, `The part "${REQUEST}" of the form ${error.message}.`)
  }
  throw new HttpProblem(
    400,
    `The part "${REQUEST}" of the form must be an object, as in {"models": ["gpt-image-2"]}.`,
  )
}
