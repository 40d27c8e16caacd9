import { DOCUMENT_VERSION } from '@contactsheet/contract'
import { z } from 'zod'
import type { Durability, ObjectStore } from './object-store.ts'
import { UnreadableObject } from './unreadable.ts'

/**
 * Reads a JSON document; undefined if there is none.
 *
 * @throws UnreadableObject if it is damaged or of another release; KindError of kind `storage` if the store fails
 */
export async function readDocument<T>(
  objects: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const bytes = await objects.get(key)
  return bytes === undefined ? undefined : parseDocument(key, bytes.toString(), schema)
}

/** @throws UnreadableObject if it is damaged or of another release */
export function parseDocument<T>(key: string, text: string, schema: z.ZodType<T>): T {
  const content = parseJson(text, key)
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const version = versionSchema.safeParse(content)
  if (version.success && version.data.version !== DOCUMENT_VERSION)
    throw new UnreadableObject(
      'newer',
      `${key} has document version ${version.data.version} and cannot be read by this release of Contactsheet: run ` +
        'the release that wrote it.',
    )
  throw damaged(key, z.prettifyError(parsed.error))
}

export async function writeDocument(
  objects: ObjectStore,
  key: string,
  content: unknown,
  durability: Durability = 'full',
): Promise<void> {
  await objects.put(key, Buffer.from(JSON.stringify(content)), {
    contentType: 'application/json',
    durability,
  })
}

const versionSchema = z.object({ version: z.number() })

function parseJson(text: string, key: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(key, String(error))
  }
}

/** @param detail what is wrong with it, for the log */
export function damaged(key: string, detail: string): UnreadableObject {
  return new UnreadableObject('damaged', `${key} is damaged: it is not what Contactsheet writes there.`, {
    detail,
  })
}
