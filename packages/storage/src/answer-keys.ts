import { LEAF_ID_PATTERN, REFERENCE_ID_PATTERN } from '@contactsheet/contract'
import {
  ANSWERS,
  ORIGINAL_NAMES,
  ORIGINAL_TYPES,
  type OriginalType,
  originalLeafId,
  originalsFolder,
  parseBatchId,
} from './layout.ts'

/** The format of an original, as its name has it; undefined if that is none. */
function originalTypeOf(name: string): OriginalType | undefined {
  const extension = name.slice(name.lastIndexOf('.') + 1)
  return ORIGINAL_NAMES.find(type => ORIGINAL_TYPES[type] === extension)
}

/** An original that answers a request. */
export interface AnswerEntry {
  /** Of the entry itself. */
  key: string
  batchId: string
  leafId: string
  original: { key: string; contentType: OriginalType }
  /** Whether the emulator made it. */
  simulated: boolean
}

const SIMULATED = '.simulated'

/** Folder of the originals that answer a request. Throws RangeError if that is no hash. */
export function answerFolder(hash: string): string {
  if (!REFERENCE_ID_PATTERN.test(hash)) throw new RangeError(`${JSON.stringify(hash)} is no SHA-256.`)
  return `${ANSWERS}${hash}/`
}

/** @param original key of an original */
export function answerKey(hash: string, original: string, simulated: boolean): string {
  const [, batchId, , name] = original.split('/')
  return `${answerFolder(hash)}${batchId}.${name}${simulated ? SIMULATED : ''}`
}

/** Takes a key of {@link answerKey} apart; undefined if it is none. */
export function parseAnswerKey(key: string): AnswerEntry | undefined {
  const file = key.slice(key.lastIndexOf('/') + 1)
  const simulated = file.endsWith(SIMULATED)
  const [id = '', ...parts] = (simulated ? file.slice(0, -SIMULATED.length) : file).split('.')
  const name = parts.join('.')
  const batchId = parseBatchId(id)
  const contentType = originalTypeOf(name)
  const leafId = originalLeafId(name)
  if (batchId === undefined || contentType === undefined || !LEAF_ID_PATTERN.test(leafId)) return undefined
  const original = { key: originalsFolder(batchId) + name, contentType }
  return { key, batchId, leafId, original, simulated }
}
