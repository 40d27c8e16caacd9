import { readFile } from 'node:fs/promises'
import { batchRequestSchema, Catalog, fieldErrors } from '@contactsheet/contract'
import { UsageError } from '../command.ts'
import type { Settings } from '../settings.ts'

/**
 * Reads the JSON of a request.
 *
 * @throws UsageError naming the file and what is wrong with it
 */
export async function readRequestFile(file: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new UsageError(`${file}: there is no such file.`)
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder; give a JSON file.`)
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error)
    const where = /line \d+ column \d+/.test(reason) ? '' : ` at ${endOf(text)}`
    throw new UsageError(`${file} is not JSON: ${reason}${where}`)
  }
}

/** The parser does not say where a text ends that ends too early. */
function endOf(text: string): string {
  const lines = text.split('\n')
  return `line ${lines.length} column ${(lines.at(-1)?.length ?? 0) + 1}`
}

/**
 * Checks a request as the API of this machine will.
 *
 * @throws UsageError naming every field at fault and what is allowed
 */
export function checkRequest(request: unknown, file: string, settings: Settings): void {
  const limits = { maxImages: settings.MAX_IMAGES, maxPromptLength: settings.MAX_PROMPT_LENGTH }
  const result = batchRequestSchema(new Catalog(settings.EXTRA_MODELS), limits).safeParse(request)
  if (result.success) return
  const problems = fieldErrors(result.error).map(({ field, message }) => `${field}: ${message}`)
  throw new UsageError(`${file}: ${problems.join('; ')}`)
}
