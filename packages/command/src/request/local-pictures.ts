import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Client, RefusedError } from '@contactsheet/client'
import { UsageError } from '@contactsheet/stack/shell'

/** A picture on this machine, as it goes to the API. */
export interface LocalPicture {
  path: string
  bytes: Uint8Array
}

/** A request with files in place of some of its references. */
export interface Localized {
  /** The same request, with the ids that the API will have those pictures under. */
  request: unknown
  pictures: LocalPicture[]
}

/**
 * Reads the pictures that the file of a request names by where they are beside it, as in `./mascot.png`.
 *
 * @throws UsageError naming the first that cannot be read
 */
export async function readLocalPictures(request: unknown, file: string): Promise<Localized> {
  const pictures = new Map<string, LocalPicture>()
  const idOf = async (reference: unknown): Promise<unknown> => {
    if (typeof reference !== 'string' || !/^\.{1,2}\//.test(reference)) return reference
    const path = join(dirname(file), reference)
    const bytes = await readFile(path).catch((error: unknown) => {
      throw new UsageError(`${file} names ${path}, which cannot be read: ${String(error)}`)
    })
    const id = createHash('sha256').update(bytes).digest('hex')
    pictures.set(id, { path, bytes })
    return id
  }
  const located = async (part: unknown): Promise<unknown> => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    const references: unknown = Reflect.get(part, 'references')
    return Array.isArray(references) ? { ...part, references: await Promise.all(references.map(idOf)) } : part
  }
  const locatedAll = async (prompts: unknown) =>
    Array.isArray(prompts) ? Promise.all(prompts.map(located)) : prompts
  if (Array.isArray(request)) {
    const [prompts, ...rest] = request
    return { request: [await locatedAll(prompts), ...rest], pictures: [...pictures.values()] }
  }
  const whole = await located(request)
  if (typeof whole !== 'object' || whole === null || !('prompts' in whole))
    return { request: whole, pictures: [...pictures.values()] }
  const made = { ...whole, prompts: await locatedAll(whole.prompts) }
  return { request: made, pictures: [...pictures.values()] }
}

/**
 * Uploads pictures, one after the other.
 *
 * @throws RefusedError naming the first that the API does not take
 */
export async function uploadPictures(
  client: Pick<Client, 'upload'>,
  pictures: readonly LocalPicture[],
): Promise<void> {
  for (const { path, bytes } of pictures)
    await client.upload(bytes).catch((error: unknown) => {
      if (!(error instanceof RefusedError)) throw error
      throw new RefusedError({ ...error.problem, detail: `${path}: ${error.message}`, errors: [] })
    })
}
