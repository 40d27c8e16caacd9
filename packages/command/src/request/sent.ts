import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '@contactsheet/stack/shell'
import { z } from 'zod'

/** A request on its way to an API elsewhere, remembered on this machine until its batch has been seen to its end. */
export interface Sent {
  /** Its idempotency key. */
  key: string
  /** What is sent with it: the same each time, though by now other models may be there. */
  request: unknown
  /** Whether an earlier run sent it and did not see the end: this one asks for the same batch, and nobody pays twice. */
  again: boolean
  /** Where it is remembered. */
  file: string
  /** Its end was seen: the same request is a new batch from now on. */
  forget(): Promise<void>
}

/** Where notes are kept. */
export interface NotesFolder {
  folder: string
  /** Names what to set for another. */
  variable: string
}

const noteSchema = z.object({ key: z.uuid(), request: z.unknown() })

/**
 * Remembers, before it leaves, that a request is sent to an API. A run that loses the answer, is interrupted or killed
 * leaves the note behind, and the next one with the same request and address finds the same key in it.
 *
 * @param notes the folder for such notes, and the variable that moves it
 * @param given the request as the person gave it
 * @param toSend makes of it what is sent; not called if an earlier run has sent something
 * @throws CommandError if it cannot be remembered: a request that could be paid for twice does not leave
 */
export async function remember(
  { folder, variable }: NotesFolder,
  url: string,
  given: unknown,
  toSend: () => Promise<unknown>,
): Promise<Sent> {
  const digest = createHash('sha256')
    .update(`${url}\n${JSON.stringify(given)}`)
    .digest('hex')
  const file = join(folder, `${digest.slice(0, 32)}.json`)
  const forget = () => rm(file, { force: true })
  const kept = await readNote(file)
  if (kept !== undefined) return { ...kept, again: true, file, forget }
  const note = { key: randomUUID(), request: await toSend() }
  try {
    await mkdir(folder, { recursive: true })
    // Whole or not at all, and nothing is overwritten: of two runs at the same moment one takes the other's key.
    const draft = `${file}.${note.key}`
    await writeFile(draft, JSON.stringify(note))
    await link(draft, file).finally(() => rm(draft))
    return { ...note, again: false, file, forget }
  } catch (error) {
    const other = await readNote(file)
    if (other !== undefined) return { ...other, again: true, file, forget }
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(
      `What is sent cannot be noted down in ${folder} (${reason}), so that a lost answer could be paid for twice. Set ${variable} to a folder that can be written.`,
    )
  }
}

/** @returns undefined if there is no note */
async function readNote(file: string): Promise<z.output<typeof noteSchema> | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return noteSchema.parse(JSON.parse(text))
  } catch {
    throw new CommandError(
      `${file} tells of a batch that was sent and cannot be read, so that it could be paid for twice. Remove it once you know that the batch has ended.`,
    )
  }
}
