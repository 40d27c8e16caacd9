import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { UsageError } from '@contactsheet/stack/shell'
import { type LocalPicture, readLocalPictures } from './local-pictures.ts'
import { parseRequest, readRequestFile } from './request-file.ts'
import { isTable, readTableFile, type TableFlags, tableRequest } from './table-file.ts'

/** A batch as a person gave it. */
export interface Given {
  request: unknown
  /** Pictures on this machine that it goes by. */
  pictures: readonly LocalPicture[]
  /** What errors call where it is from. */
  name: string
  /** A table is read by the API, which names its places. */
  isTable: boolean
}

/** What stands for the standard input in place of a file. */
const STDIN = '-'

/**
 * Reads the batch that a call names: a file of JSON, a table beside flags, or the standard input with either.
 *
 * @param file as it was given
 * @param folder that it is relative to
 * @throws UsageError for what cannot be read, and for flags that do not go with it
 */
export async function readRequest(
  file: string,
  flags: TableFlags,
  folder: string,
  stdin: NodeJS.ReadableStream,
): Promise<Given> {
  const given = Object.keys(flags).find(flag => flags[flag as keyof TableFlags] !== undefined)
  if (file === STDIN) {
    const bytes = await buffer(stdin)
    const name = 'The standard input'
    if (given !== undefined)
      return { request: tableRequest({ name: 'stdin.csv', bytes }, flags), pictures: [], name, isTable: true }
    return {
      ...(await readLocalPictures(parseRequest(bytes, name), resolve(folder, STDIN))),
      name,
      isTable: false,
    }
  }
  const name = resolve(folder, file)
  if (isTable(file))
    return {
      request: tableRequest(await readTableFile(name), flags),
      pictures: [],
      name,
      isTable: true,
    }
  if (given !== undefined)
    throw new UsageError(`${flagOf(given)} goes with a table; in JSON it is a field. See --help`)
  return { ...(await readLocalPictures(await readRequestFile(name), name)), name, isTable: false }
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}
