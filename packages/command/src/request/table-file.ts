import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { BatchRequest } from '@contactsheet/client'
import { UsageError } from '@contactsheet/stack/shell'
import { z } from 'zod'

/** What flags say of a batch whose prompts are in a table. */
export interface TableFlags {
  models?: string[] | undefined
  style?: string | undefined
  template?: string | undefined
  font?: string | undefined
  context?: string | undefined
  extraPrompt?: string | undefined
  variations?: string | undefined
  sample?: string | undefined
}

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

/** A table as it came. */
export interface Table {
  /** By which its form is known. */
  name: string
  bytes: Uint8Array
}

/**
 * Reads a table.
 *
 * @throws UsageError naming the file
 */
export async function readTableFile(file: string): Promise<Table> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  return { name: basename(file), bytes }
}

/**
 * The request that a table and flags make.
 *
 * @throws UsageError naming the flag that is missing
 */
export function tableRequest({ name, bytes }: Table, flags: TableFlags): unknown {
  const { models = [], variations, sample, ...rest } = flags
  if (models.length === 0)
    throw new UsageError(
      `${name} is a table: name the models as well, as in --models gpt-image-2,gemini-3-pro-image`,
    )
  return {
    models: models.flatMap(modelsIn),
    ...rest,
    variations: numberIn(variations),
    sample: numberIn(sample),
    table: { name, base64: Buffer.from(bytes).toString('base64') },
  }
}

/** The body in which a request is sent: of one with a table, that as it is and the rest as JSON. */
export function bodyOf(request: unknown): FormData | BatchRequest {
  const parsed = tableRequestSchema.safeParse(request)
  // The API says what is wrong with one that is none.
  if (!parsed.success) return request as BatchRequest
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
