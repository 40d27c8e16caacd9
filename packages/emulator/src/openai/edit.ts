import type { Answer } from '../ask.ts'
import type { ModelLife } from '../models.ts'
import { REFERENCE_TYPES, readReferences } from '../references.ts'
import { openAiError } from './errors.ts'
import { type OpenAiAsk, readOpenAiBody } from './request.ts'

/** Pictures that one edit takes. */
const MOST = 16

/** Fields that hold numbers, which a form sends as text. */
const NUMBERS = new Set(['n', 'output_compression'])

/** Reads a form of `POST /v1/images/edits`: an ask, or the answer that says what is wrong with it. */
export async function readOpenAiEdit(form: unknown, lifeOf: ModelLife): Promise<OpenAiAsk | Answer> {
  if (!(form instanceof FormData))
    return openAiError(400, 'The request body must be of type multipart/form-data.')
  const fields: Record<string, unknown> = {}
  const files: File[] = []
  for (const [name, value] of form)
    if ((name === 'image[]' || name === 'image') && value instanceof File) files.push(value)
    else fields[name] = typeof value === 'string' ? fieldOf(name, value) : value
  const ask = readOpenAiBody(fields, lifeOf)
  if ('status' in ask) return ask
  if (files.length === 0)
    return openAiError(400, `Missing required parameter: 'image'.`, {
      param: 'image',
      code: 'missing_required_parameter',
    })
  if (files.length > MOST) return wrongImage(`at most ${MOST} images are taken, and ${files.length} came.`)
  const strange = files.find(({ type }) => !REFERENCE_TYPES.some(known => known === type))
  if (strange !== undefined)
    return wrongImage(`unsupported type '${strange.type}'; supported are ${REFERENCE_TYPES.join(', ')}.`)
  const references = await readReferences(files)
  if (typeof references === 'number') return wrongImage(`image ${references + 1} cannot be read.`)
  return { ...ask, references }
}

/** A form has every line of a text end with CR and LF; the text of a plain call has it as it was written. */
function fieldOf(name: string, text: string): string | number {
  return NUMBERS.has(name) && /^\d+$/.test(text) ? Number(text) : text.replaceAll('\r\n', '\n')
}

function wrongImage(why: string): Answer {
  return openAiError(400, `Invalid value for 'image': ${why}`, { param: 'image', code: 'invalid_value' })
}
