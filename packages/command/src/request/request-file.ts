import { readFile } from 'node:fs/promises'
import { decodeText, parseJson, UnreadableText } from '@contactsheet/contract/text'
import { UsageError } from '@contactsheet/stack/shell'

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
  return parseRequest(bytes, file)
}

/**
 * The request in some JSON.
 *
 * @param name of where it is from
 * @throws UsageError with that name and what is wrong
 */
export function parseRequest(bytes: Uint8Array, name: string): unknown {
  try {
    return parseJson(decodeText(bytes))
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error
    throw new UsageError(`${name} ${error.message}.${error.part === 'bytes' ? ' Save it as UTF-8.' : ''}`)
  }
}
