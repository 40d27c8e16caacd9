import { type Column, KindError } from '@contactsheet/contract'
import type { Answer } from './answer.ts'
import type { JobResult } from './batch-port.ts'
import { call } from './call.ts'
import type { Deadline } from './deadline.ts'
import { isSimulated } from './http.ts'
import { tooLarge } from './image.ts'
import type { GeneratedImage, OpenOptions, Room } from './provider.ts'
import { linesOf, type ResultLine } from './result-lines.ts'
import { restartedBy } from './transfer.ts'

/** How a provider writes what a job has brought: JSON, a line for each request. */
export interface ResultFormat {
  /** The field of a line that has the id. */
  idField: string
  /**
   * The picture of a line.
   *
   * @returns undefined for a request that nobody came to since the job was canceled
   * @throws Failure if it brought none
   */
  imageIn(line: unknown, beside: Beside, room: Room, signal: AbortSignal): Promise<GeneratedImage | undefined>
}

/** What belongs to a line, as it does to an answer. */
type Beside = Pick<Answer, 'pictures' | 'simulated'>

/**
 * What a file of results has under ids of ours. A line that has none, or is no JSON, is left out.
 *
 * @param deadline begins anew with each piece that comes
 */
export async function* resultsIn(
  file: Response,
  format: ResultFormat,
  modelOf: (id: string) => Column | undefined,
  options: OpenOptions,
  deadline: Deadline,
  room: Room,
): AsyncGenerator<JobResult> {
  const { signal } = deadline
  const simulated = isSimulated(file.headers)
  if (file.body === null) return
  for await (const line of linesOf(restartedBy(file.body, deadline), deadline.pausedBy(room), signal)) {
    const { id, body } = read(line, format.idField)
    const model = id === undefined ? undefined : modelOf(id)
    if (id === undefined || model === undefined) continue
    const imageOf = (room: Room, signal: AbortSignal) => {
      if (!('tooLarge' in line))
        return format.imageIn(body, { pictures: line.pictures, simulated }, room, signal)
      throw tooLarge('a line of the results is larger than is taken in', line.tooLarge.bytes, !simulated)
    }
    // An answer may name its picture by an address: to fetch it takes a time of its own.
    deadline.pause()
    const result = await resultOf(
      id,
      call({ ...options, model }, signal, async own => imageOf(own.pausedBy(room), own.signal)),
      signal,
    )
    deadline.restart()
    if (result !== undefined) yield result
  }
}

async function resultOf(
  id: string,
  image: Promise<GeneratedImage | undefined>,
  signal: AbortSignal,
): Promise<JobResult | undefined> {
  try {
    const picture = await image
    return picture && { id, picture }
  } catch (error) {
    signal.throwIfAborted()
    return { id, error: KindError.from(error) }
  }
}

/** What a line says, and the id that it says it of. */
function read(line: ResultLine, idField: string): { id?: string | undefined; body?: unknown } {
  if ('tooLarge' in line)
    return { id: new RegExp(`"${idField}"\\s*:\\s*"([^"\\\\]+)"`).exec(line.tooLarge.edges)?.[1] }
  try {
    const body: unknown = JSON.parse(line.json)
    const id: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, idField) : undefined
    return typeof id === 'string' ? { id, body } : {}
  } catch {
    return {}
  }
}
