import { readFile } from 'node:fs/promises'
import { batchRequestSchema, Catalog, fieldErrors } from '@contactsheet/contract'
import { decodeText, parseJson, UnreadableText } from '@contactsheet/contract/text'
import { UsageError } from '../command.ts'
import type { Settings } from '../settings.ts'

/**
 * Reads the JSON of a request.
 *
 * @throws UsageError naming the file and what is wrong with it
 */
export async function readRequestFile(file: string): Promise<unknown> {
  const bytes = await readFile(file).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new UsageError(`${file}: there is no such file.`)
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder; give a JSON file.`)
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  try {
    return parseJson(decodeText(bytes))
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error
    throw new UsageError(`${file} ${error.message}.${error.part === 'bytes' ? ' Save it as UTF-8.' : ''}`)
  }
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
