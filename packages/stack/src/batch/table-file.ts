import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { UsageError } from '../command.ts'

/** What flags say of a batch whose prompts are in a table. */
export const TABLE_FLAGS = {
  models: { type: 'string', multiple: true },
  style: { type: 'string' },
  template: { type: 'string' },
  font: { type: 'string' },
  context: { type: 'string' },
  'extra-prompt': { type: 'string' },
  variations: { type: 'string' },
  sample: { type: 'string' },
} as const

export type TableFlags = { [Flag in keyof TableFlagsGiven]?: TableFlagsGiven[Flag] | undefined }
type TableFlagsGiven = { models: string[] } & Record<Exclude<keyof typeof TABLE_FLAGS, 'models'>, string>

/**
 * A request whose prompts are in a table: the rest of it, and the file as it is, which the API reads. All of it is JSON, to be
 * remembered as other requests are.
 */
const tableRequestSchema = z.looseObject({
  models: z.array(z.unknown()),
  table: z.strictObject({ name: z.string(), base64: z.base64() }),
})

/** Whether a file is a table, by its name. */
export function isTable(file: string): boolean {
  return /\.(?:csv|tsv|ndjson|jsonl)$/i.test(file)
}

/**
 * The request that a table and flags make.
 *
 * @throws UsageError naming the file, or the flag that is missing
 */
export async function tableRequest(file: string, flags: TableFlags): Promise<unknown> {
  const { models = [], 'extra-prompt': extraPrompt, variations, sample, ...rest } = flags
  if (models.length === 0)
    throw new UsageError(
      `${file} is a table: name the models as well, as in --models gpt-image-2,gemini-3-pro-image`,
    )
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  return {
    models: models.flatMap(modelsIn),
    ...rest,
    extraPrompt,
    variations: numberIn(variations),
    sample: numberIn(sample),
    table: { name: basename(file), base64: bytes.toString('base64') },
  }
}

/** The body in which such a request is sent: the table as it is, the rest as JSON. Undefined for any other request. */
export function formOf(request: unknown): FormData | undefined {
  const parsed = tableRequestSchema.safeParse(request)
  if (!parsed.success) return undefined
  const { table, ...rest } = parsed.data
  const form = new FormData()
  form.append('request', JSON.stringify(rest))
  form.append('table', new File([Buffer.from(table.base64, 'base64')], table.name))
  return form
}

/** Models by commas; one with options as JSON. */
function modelsIn(flag: string): unknown[] {
  if (!/^\s*[[{]/.test(flag)) return flag.split(',').map(id => id.trim())
  try {
    return [JSON.parse(flag)].flat()
  } catch {
    throw new UsageError(
      `--models ${flag} is not JSON; quote it, as in --models '{"id": "gpt-image-2", "quality": "high"}'`,
    )
  }
}

/** What is no number is left to be refused where numbers are judged. */
function numberIn(flag: string | undefined): number | string | undefined {
  return flag !== undefined && /^\d+$/.test(flag) ? Number(flag) : flag
}
