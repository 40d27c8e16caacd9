import { batchRequestSchema, Catalog, fieldErrors } from '@contactsheet/contract'
import type { Settings } from '@contactsheet/stack'
import { UsageError } from '@contactsheet/stack/shell'

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
