import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { decodeText } from '@contactsheet/contract/text'
import type { Env } from '@contactsheet/runtime'

/**
 * The variables of an `.env` file, whatever program wrote it: Node takes a byte order mark for part of the first name,
 * and a lone CR for part of a value.
 *
 * @returns none if there is no such file
 * @throws UnreadableText if it is not in UTF-8, nor in UTF-16 that says so
 */
export function readEnvFile(file: string): Env {
  try {
    return parseEnv(decodeText(readFileSync(file)).replace(/\r\n?/g, '\n'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}
