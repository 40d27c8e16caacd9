import type { Column } from './catalog/model.ts'
import type { Provider } from './catalog/provider.ts'
import type { Reference } from './reference.ts'

/** What the batch API of a provider takes of pictures to go by: they stand in the file of a job, in base64. */
interface EconomyInput {
  /** Bytes of the file of one job. */
  fileBytes: number
  /** Characters of one picture, as a data URL. Absent: as many as the file has room for. */
  pictureLength?: number
}

/** As OpenAI's reference of files and of edits, and Google's pages on its Batch API have it, read 2026-11. */
const ECONOMY_INPUTS: Readonly<Record<Provider, EconomyInput>> = {
  openai: { fileBytes: 200_000_000, pictureLength: 20_971_520 },
  google: { fileBytes: 2_000_000_000 },
}

/** Bytes that the file of a job has beside the pictures of a request, at most: its texts, and what comes around these. */
const REST_BYTES = 1_000_000

/** Characters of a data URL before its base64, at most. */
const URL_HEAD = 'data:image/jpeg;base64,'.length

/**
 * What references of one prompt have more of than the economy lane can take; undefined if it takes them, or the column is made at
 * once.
 */
export function tooMuchForLane(
  references: readonly Reference[],
  { id, provider, speed }: Pick<Column, 'id' | 'provider' | 'speed'>,
): string | undefined {
  if (speed === undefined) return undefined
  const { fileBytes, pictureLength = fileBytes } = ECONOMY_INPUTS[provider]
  const refused = (what: string, length: number, each: string) =>
    `have ${what}; ${id} takes at most ${bytesIn(length)} ${each} from the economy lane. Make them smaller, or leave out \`speed\` economy`
  const largest = Math.max(0, ...references.map(({ bytes }) => bytes))
  if (largest > bytesIn(pictureLength - URL_HEAD))
    return refused(`one of ${largest} bytes`, pictureLength - URL_HEAD, 'in one')
  const bytes = references.reduce((sum, reference) => sum + reference.bytes, 0)
  return bytes > bytesIn(fileBytes - REST_BYTES)
    ? refused(`${bytes} bytes together`, fileBytes - REST_BYTES, 'in one request')
    : undefined
}

/** Bytes of which so many characters of base64 can be made. */
function bytesIn(length: number): number {
  return Math.floor(length / 4) * 3
}
